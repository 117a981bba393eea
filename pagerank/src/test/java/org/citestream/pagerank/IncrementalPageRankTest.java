package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncrementalPageRankTest {

    private static final Offset<Double> EXACT = within(1e-10);

    private final IncrementalPageRank pageRank = new IncrementalPageRank();
    private @Nullable Epoch drained;

    @Nested
    class SmallGraphs {

        @Test
        void anEmptyGraphIsConvergedAndCertainAndHasNoRanks() {
            assertThat(pageRank.converge()).isZero();
            assertThat(pageRank.sum()).isZero();
            assertThat(pageRank.errorBound()).isZero();
            assertThat(pageRank.certify()).isEqualTo(new Certificate(0, 0, 0, 0, 0, 0, 0));
            assertThat(pageRank.publish().rankIndex(paper -> paper).size()).isZero();
            assertThat(pageRank.publish().solveFully(1e-12, 1).sum()).isZero();
        }

        @Test
        void onePaperHasTheTeleportAsScoreAndAllOfThePageRank() {
            papers(1);
            pageRank.converge();
            assertThat(pageRank.score(0)).isCloseTo(0.15, EXACT);
            assertThat(pageRank.score(0) / pageRank.sum()).isCloseTo(1, EXACT);
        }

        @Test
        void aPaperPassesItsScoreTimesTheDampingOnInEqualShares() {
            papers(4);
            references(3, 0, 1);
            references(2, 0);
            pageRank.converge();
            // 0.15 + 0.85 · 0.15/2 + 0.85 · 0.15, and 0.15 + 0.85 · 0.15/2
            assertScores(0.34125, 0.21375, 0.15, 0.15);
        }

        @Test
        void aChainAddsUpPowersOfTheDamping() {
            papers(3);
            references(2, 1);
            references(1, 0);
            pageRank.converge();
            assertScores(0.385875, 0.2775, 0.15);
        }

        @Test
        void aCycleSharesItsScoreEvenly() {
            papers(3);
            references(0, 2);
            references(2, 1);
            references(1, 0);
            pageRank.converge();
            assertScores(1, 1, 1);
        }

        @Test
        void danglingPapersAloneShareEvenly() {
            papers(5);
            pageRank.converge();
            assertScores(0.15, 0.15, 0.15, 0.15, 0.15);
        }

        @Test
        void publishedPageRankSpreadsTheScoreOfDanglingPapersEvenly() {
            papers(2);
            references(1, 0);
            pageRank.converge();
            // By hand: a = 0.075 + 0.85 (b + a/2), b = 0.075 + 0.85 a/2, a + b = 1
            assertThat(pageRank.score(0) / pageRank.sum()).isCloseTo(0.925 / 1.425, EXACT);
        }
    }

    @Nested
    class References {

        @Test
        void aSelfLoopIsDroppedAndReported() {
            papers(2);
            assertThat(references(1, 1, 0, 1)).isEqualTo(new ReferenceChange(1, 0, 0, 2));
            assertThat(pageRank.references(1)).containsExactly(0);
        }

        @Test
        void aRepeatedReferenceCountsOnceAndIsReported() {
            papers(3);
            assertThat(references(2, 1, 0, 1, 1)).isEqualTo(new ReferenceChange(2, 0, 2, 0));
            pageRank.converge();
            assertThat(pageRank.score(0)).isEqualTo(pageRank.score(1));
            assertThat(pageRank.citations()).isEqualTo(2);
        }

        @Test
        void aSetThatShrinksWithdrawsWhatItNoLongerHolds() {
            papers(4);
            references(3, 0, 1, 2);
            pageRank.converge();
            assertThat(references(3, 1)).isEqualTo(new ReferenceChange(0, 2, 0, 0));
            pageRank.converge();
            assertScores(0.15, 0.2775, 0.15, 0.15);
            references(3);
            pageRank.converge();
            assertScores(0.15, 0.15, 0.15, 0.15);
            assertThat(pageRank.citations()).isZero();
        }

        @Test
        void theSameSetInAnotherOrderChangesNothing() {
            papers(4);
            references(3, 0, 1, 2);
            pageRank.converge();
            assertThat(references(3, 2, 0, 1).isEmpty()).isTrue();
            assertThat(pageRank.converge()).isZero();
        }

        @Test
        void onlyTheGivenCountOfEntriesIsReadAndTheArrayIsNotKept() {
            papers(3);
            int[] cited = {1, 0, 77};
            pageRank.setReferences(2, cited, 2);
            assertThat(cited).containsExactly(1, 0, 77);
            cited[0] = 0;
            assertThat(pageRank.references(2)).containsExactly(0, 1);
        }

        @Test
        void aPaperWithAHundredThousandReferencesGivesEachItsShare() {
            int many = 100_000;
            papers(many + 1);
            references(many, IntStream.range(0, many).toArray());
            pageRank.converge();
            assertThat(pageRank.score(0)).isEqualTo(pageRank.score(many - 1)).isCloseTo(0.15 + 0.1275 / many, EXACT);
            references(many, 7);
            pageRank.converge();
            assertThat(pageRank.score(7)).isCloseTo(0.2775, EXACT);
            assertThat(pageRank.score(8)).isCloseTo(0.15, EXACT);
        }

        @Test
        void aListLongerThanAChunkOfMemoryIsKeptWhole() {
            int many = (1 << 20) + 5;
            papers(many + 2);
            references(many, 1, 2);
            references(many + 1, IntStream.range(0, many).toArray());
            references(many, 3);
            assertThat(pageRank.referenceCount(many + 1)).isEqualTo(many);
            assertThat(pageRank.references(many + 1)[many - 1]).isEqualTo(many - 1);
            assertThat(pageRank.references(many)).containsExactly(3);
        }

        @Test
        void listsSurviveThatTheirMemoryIsCompacted() {
            papers(2000);
            for (int round = 0; round < 60; round++) {
                for (int citing = 1000; citing < 2000; citing++) {
                    references(
                            citing,
                            IntStream.range(citing - 1000, citing - 999 + round % 20)
                                    .toArray());
                }
                pageRank.converge();
            }
            assertThat(pageRank.references(1500))
                    .containsExactly(IntStream.range(500, 520).toArray());
            assertThat(pageRank.certify().errorBound()).isLessThan(1e-10);
        }
    }

    @Nested
    class Retraction {

        @Test
        void aRemovedPaperLeavesWithTheCitationsItGivesAndReceives() {
            papers(4);
            references(3, 2, 1);
            references(2, 0);
            pageRank.converge();
            assertThat(pageRank.remove(2)).isTrue();
            pageRank.converge();
            assertScores(0.15, 0.2775, 0, 0.15);
            assertThat(pageRank.papers()).isEqualTo(3);
            assertThat(pageRank.nodes()).isEqualTo(4);
            assertThat(pageRank.citations()).isEqualTo(1);
            assertThat(pageRank.references(3)).containsExactly(1);
            assertThat(pageRank.referenceCount(2)).isZero();
            assertThat(pageRank.publish().rankIndex(paper -> paper).contains(2)).isFalse();
        }

        @Test
        void aRestoredPaperHasItsCitationsBack() {
            papers(4);
            references(3, 2, 1);
            references(2, 0);
            pageRank.converge();
            double[] before = pageRank.publish().scores();
            pageRank.remove(2);
            pageRank.converge();
            assertThat(pageRank.restore(2)).isTrue();
            pageRank.converge();
            assertThat(pageRank.publish().scores()).containsExactly(before, EXACT);
            assertThat(pageRank.citations()).isEqualTo(3);
        }

        @Test
        void referencesToAndFromARemovedPaperCountOnceItIsRestored() {
            papers(3);
            pageRank.remove(1);
            assertThat(references(2, 1)).isEqualTo(new ReferenceChange(1, 0, 0, 0));
            references(1, 0);
            pageRank.converge();
            assertScores(0.15, 0, 0.15);
            assertThat(pageRank.citations()).isZero();
            pageRank.restore(1);
            pageRank.converge();
            assertScores(0.385875, 0.2775, 0.15);
        }

        @Test
        void removingTwiceOrRestoringAPresentPaperDoesNothing() {
            papers(2);
            assertThat(pageRank.restore(0)).isFalse();
            assertThat(pageRank.remove(0)).isTrue();
            assertThat(pageRank.remove(0)).isFalse();
            assertThat(pageRank.papers()).isEqualTo(1);
        }

        @Test
        void manyThatLeaveAndComeBackTogetherAreCountedOnceAndLeaveListsAsTheyWere() {
            papers(6);
            references(5, 4, 3, 2, 1, 0);
            references(4, 3, 1);
            pageRank.converge();
            double[] before = pageRank.publish().scores();
            pageRank.remove(2);
            assertThat(pageRank.removeAll(new int[] {3, 0, 2, 3})).isEqualTo(2);
            pageRank.converge();
            assertThat(pageRank.references(5)).containsExactly(1, 4);
            assertThat(pageRank.references(4)).containsExactly(1);
            assertThat(pageRank.citations()).isEqualTo(3);
            assertThat(pageRank.restoreAll(new int[] {3, 1, 2, 0, 0})).isEqualTo(3);
            pageRank.converge();
            assertThat(pageRank.references(5)).containsExactly(0, 1, 2, 3, 4);
            assertThat(pageRank.publish().scores()).containsExactly(before, EXACT);
            assertThat(pageRank.removeAll(new int[0])).isZero();
        }

        @Test
        void aListThatNamesAllThatLeaveTogetherIsWrittenAnewOnce() {
            int named = 2_000;
            papers(named + 1);
            references(named, IntStream.range(0, named).toArray());
            long before = pageRank.bytes();
            pageRank.removeAll(IntStream.range(0, named).toArray());
            pageRank.restoreAll(IntStream.range(0, named).toArray());
            assertThat(pageRank.bytes() - before)
                    .as("for each of them it would be 4,000 times 8 KB")
                    .isLessThan(8L * named * Integer.BYTES);
            assertThat(pageRank.citations()).isEqualTo(named);
        }

        @Test
        void aGraphWhosePapersAreAllRemovedIsEmptyAgain() {
            papers(3);
            references(2, 1, 0);
            pageRank.converge();
            IntStream.range(0, 3).forEach(pageRank::remove);
            pageRank.converge();
            assertThat(pageRank.sum()).isZero();
            assertThat(pageRank.certify()).isEqualTo(new Certificate(0, 0, 0, 0, 0, 0, 0));
        }
    }

    @Nested
    class ChangedScores {

        @Test
        void aDrainGivesEveryPaperOnceAndThenOnlyThoseThatMoved() {
            papers(4);
            references(2, 1);
            pageRank.converge();
            assertThat(drain()).containsExactly(0, 1, 2, 3);
            assertThat(drain()).isEmpty();
            references(3, 1, 0);
            pageRank.converge();
            assertThat(drain()).containsExactly(0, 1);
        }

        @Test
        void aRemovedPaperIsGivenOnceWithScoreZero() {
            papers(2);
            pageRank.converge();
            drain();
            pageRank.remove(1);
            pageRank.converge();
            List<Double> scores = new ArrayList<>();
            Epoch now = pageRank.publish();
            assertThat(now.changedSince(drained, (paper, score) -> scores.add(score)))
                    .isEqualTo(1);
            drained = now;
            assertThat(scores).containsExactly(0.0);
            assertThat(drain()).isEmpty();
        }

        @Test
        void aPaperThatComesAfterAnEpochIsGivenWithTheNext() {
            papers(3);
            pageRank.converge();
            drain();
            papers(1);
            references(3, 0);
            pageRank.converge();
            assertThat(drain()).containsExactly(0, 3);
        }

        @Test
        void aQuantisedScoreIsWithinHalfAQuantumOfTheScore() {
            papers(3);
            references(2, 1, 0);
            pageRank.converge();
            assertThat(pageRank.publish().quantum()).isEqualTo(0x1p-34);
            pageRank.publish().changedSince(null, (paper, published) -> {
                double score = pageRank.score(paper);
                assertThat(Math.abs(published - score)).isLessThanOrEqualTo(score * 0x1p-35);
            });
        }
    }

    @Nested
    class Order {

        @Test
        void papersThatArriveOldestLastAreSortedAndPushedOnceEach() {
            int n = 1000;
            for (int paper = 0; paper < n; paper++) {
                pageRank.addPaper(2020 - paper);
            }
            for (int paper = 0; paper < n - 1; paper++) {
                references(paper, paper + 1);
            }
            assertThat(pageRank.converge()).isEqualTo(n);
            assertThat(pageRank.score(n - 1)).isCloseTo(1, within(1e-9));
        }

        @Test
        void aWrongDateChangesNoScore() {
            var misdated = new IncrementalPageRank();
            int n = 300;
            for (int paper = 0; paper < n; paper++) {
                pageRank.addPaper(paper);
                misdated.addPaper(paper * 7919 % 1000 - 500);
            }
            for (int paper = 1; paper < n; paper++) {
                int[] cited = {paper / 2, paper / 3, (paper * 31) % n};
                pageRank.setReferences(paper, cited, 3);
                misdated.setReferences(paper, cited, 3);
            }
            pageRank.converge();
            misdated.converge();
            assertThat(misdated.publish().scores())
                    .containsExactly(pageRank.publish().scores(), EXACT);
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 2000})
        void citationsThatPointEitherWayCostNoMoreThanAFewSweepsEach(int n) {
            var random = new SplittableRandom(1);
            papers(n);
            for (int paper = 0; paper < n; paper++) {
                references(paper, random.ints(4, 0, n).toArray());
            }
            assertThat(pageRank.converge()).isLessThan(200L * n);
            references(n / 2, 0, n - 1);
            assertThat(pageRank.converge()).isLessThan(200L * n);
        }

        @Test
        void theSameCallsGiveTheSameBits() {
            double[] first = scoresAfterLoad();
            assertThat(scoresAfterLoad()).containsExactly(first);
        }

        private double[] scoresAfterLoad() {
            var one = new IncrementalPageRank();
            for (int paper = 0; paper < 200; paper++) {
                one.addPaper(paper / 10);
                one.setReferences(paper, new int[] {paper / 2, paper / 3}, 2);
                one.converge(1e-3);
            }
            one.converge();
            return one.publish().scores();
        }
    }

    @Nested
    class TwoTiers {

        @Test
        void aLooseBoundLeavesNoResidualAboveItAndTheTightOneFollowsLater() {
            papers(50);
            for (int paper = 1; paper < 50; paper++) {
                references(paper, paper - 1, paper / 2, 49 - paper);
                pageRank.converge(1e-2);
                assertThat(pageRank.certify().largestResidual()).isLessThanOrEqualTo(1e-2);
            }
            assertThat(pageRank.errorBound()).isGreaterThan(1e-6);
            assertThat(pageRank.converge()).isPositive();
            assertThat(pageRank.certify().largestResidual()).isLessThanOrEqualTo(1.1e-12);
        }
    }

    @Nested
    class LargeScores {

        @Test
        void whatRoundingMakesOfAScoreOfTenThousandIsNotTakenForDrift() {
            double bound = IncrementalPageRank.DEFAULT_RESIDUAL_BOUND;
            papers(100_000);
            for (int paper = 1; paper < 90_000; paper++) {
                references(paper, 0);
            }
            pageRank.converge();
            pageRank.certify();
            double largest = 0;
            for (int epoch = 0; epoch < 20; epoch++) {
                for (int paper = 90_000 + 10 * epoch; paper < 90_010 + 10 * epoch; paper++) {
                    references(paper, 0, 1 + epoch);
                    pageRank.converge();
                }
                Certificate certificate = pageRank.certify();
                largest = Math.max(largest, certificate.largestResidual());
                assertThat(certificate.largestUnrounded()).isBetween(0.0, bound);
                assertThat(certificate.errorBound()).isLessThan(2e-11);
            }
            assertThat(pageRank.score(0)).isGreaterThan(1e4);
            assertThat(largest).as("by rounding").isGreaterThan(1.5 * bound);
        }

        @Test
        void whatIsLeftToPushIsNotTakenForRounding() {
            papers(3);
            references(1, 0);
            pageRank.converge();
            references(2, 0);
            Certificate certificate = pageRank.certify();
            assertThat(certificate.largestUnrounded()).isCloseTo(0.85 * 0.15, EXACT);
        }
    }

    @Nested
    class WrongArguments {

        @ParameterizedTest
        @ValueSource(doubles = {0, 1, -0.5, 2, Double.NaN, Double.POSITIVE_INFINITY})
        void aDampingOutsideZeroToOneIsRefusedByName(double damping) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new IncrementalPageRank(damping, 1e-9))
                    .withMessageStartingWith("damping must be above 0 and below 1, not " + damping);
        }

        @ParameterizedTest
        @ValueSource(doubles = {0, Double.MIN_VALUE, 1e-201, -1e-9, 0.2, Double.NaN, Double.POSITIVE_INFINITY})
        void aResidualBoundThatBoundsNothingIsRefusedByName(double bound) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new IncrementalPageRank(0.85, bound))
                    .withMessageStartingWith("a residual bound must be from 1.0E-200 to below 1 - damping");
            assertThatIllegalArgumentException().isThrownBy(() -> pageRank.converge(bound));
        }

        @Test
        void theSmallestResidualBoundIsReached() {
            IncrementalPageRank smallest = new IncrementalPageRank(0.85, 1e-200);
            smallest.addPaper(2000);
            smallest.addPaper(2000);
            smallest.setReferences(0, new int[] {1}, 1);
            smallest.setReferences(1, new int[] {0}, 1);
            assertThat(smallest.converge()).isPositive();
            assertThat(smallest.score(0)).isCloseTo(1, EXACT);
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 1_025, 70_000})
        void threadsThatNoSolveTakesAreRefusedWithWhatIsAllowed(int threads) {
            papers(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pageRank.publish().solveFully(1e-12, threads))
                    .withMessage("a full solve takes from 1 to 1024 threads, not %d".formatted(threads));
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE})
        void anUnknownPaperIsNamedAndNothingChanges(int unknown) {
            papers(2);
            references(1, 0);
            String message = "paper " + unknown + " is unknown: the graph has 2, numbered from 0";
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> references(1, unknown))
                    .withMessage(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> references(unknown, 1))
                    .withMessage(message);
            assertThatIllegalArgumentException().isThrownBy(() -> pageRank.remove(unknown));
            assertThatIllegalArgumentException().isThrownBy(() -> pageRank.restore(unknown));
            assertThatIllegalArgumentException().isThrownBy(() -> pageRank.removeAll(new int[] {0, unknown}));
            assertThatIllegalArgumentException().isThrownBy(() -> pageRank.restoreAll(new int[] {unknown}));
            assertThat(pageRank.papers()).isEqualTo(2);
            assertThatIllegalArgumentException().isThrownBy(() -> pageRank.score(unknown));
            assertThatIllegalArgumentException().isThrownBy(() -> pageRank.references(unknown));
            assertThat(pageRank.references(1)).containsExactly(0);
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 3})
        void aCountBeyondTheArrayIsRefused(int count) {
            papers(3);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pageRank.setReferences(2, new int[2], count))
                    .withMessage("count must be from 0 to 2, the length of the array, not " + count);
        }

        @ParameterizedTest
        @ValueSource(doubles = {0, 1e-16, 3, Double.NaN})
        void aBoundThatAFullSolveCannotProveIsRefused(double bound) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pageRank.publish().solveFully(bound, 1))
                    .withMessageStartingWith("the error bound must be from 7.6e-13 to 2");
        }

        @Test
        void aFullSolveIsNotComparedWithAGraphThatHasGrown() {
            papers(2);
            FullSolve solve = pageRank.publish().solveFully(1e-12, 1);
            papers(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> solve.distanceTo(pageRank.publish()))
                    .withMessage("solved were 2 nodes, but there are 3 now: solve again");
            assertThatIllegalArgumentException().isThrownBy(() -> solve.score(2));
        }
    }

    private void papers(int count) {
        for (int i = 0; i < count; i++) {
            pageRank.addPaper(1970 + i);
        }
    }

    private ReferenceChange references(int citing, int... cited) {
        return pageRank.setReferences(citing, cited, cited.length);
    }

    private List<Integer> drain() {
        List<Integer> papers = new ArrayList<>();
        Epoch now = pageRank.publish();
        now.changedSince(drained, (paper, score) -> papers.add(paper));
        drained = now;
        return papers;
    }

    private void assertScores(double... expected) {
        assertThat(pageRank.publish().scores()).as(Arrays.toString(expected)).containsExactly(expected, EXACT);
    }
}
