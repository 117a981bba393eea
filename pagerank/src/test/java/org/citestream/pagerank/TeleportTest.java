package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeleportTest {

    private final IncrementalPageRank pageRank = new IncrementalPageRank();

    @Test
    void aWeightScalesWhatAPaperGetsAndPassesOn() {
        papers(3);
        pageRank.setReferences(2, new int[] {1}, 1);
        pageRank.setTeleport(2, 2);
        pageRank.setTeleport(0, 0);
        pageRank.converge();
        // 0.15 · 2, then 0.15 + 0.85 · 0.3
        assertThat(pageRank.publish().scores()).containsExactly(new double[] {0, 0.405, 0.3}, within(1e-12));
    }

    @Test
    void setBackToOneEverythingIsAsBefore() {
        papers(50);
        for (int paper = 1; paper < 50; paper++) {
            pageRank.setReferences(paper, new int[] {paper / 2, paper / 3}, 2);
        }
        pageRank.converge();
        double[] before = pageRank.publish().scores();
        for (int paper = 0; paper < 50; paper++) {
            pageRank.setTeleport(paper, paper % 4);
        }
        pageRank.converge();
        for (int paper = 0; paper < 50; paper++) {
            pageRank.setTeleport(paper, 1);
        }
        pageRank.converge();
        assertThat(pageRank.publish().scores()).containsExactly(before, within(1e-10));
    }

    @Test
    void theWeightOfARemovedPaperCountsOnceItIsRestored() {
        papers(2);
        pageRank.converge();
        pageRank.remove(1);
        pageRank.setTeleport(1, 4);
        pageRank.converge();
        assertThat(pageRank.score(1)).isZero();
        pageRank.restore(1);
        pageRank.converge();
        assertThat(pageRank.score(1)).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void thoseOfNoWeightRankByWhatTheOthersThinkOfThem() {
        // 0 and 1 are old; the decade's papers 3 and 4 cite 1, and the old 2 cites 0.
        papers(5);
        pageRank.setReferences(2, new int[] {0}, 1);
        pageRank.setReferences(3, new int[] {1}, 1);
        pageRank.setReferences(4, new int[] {1}, 1);
        FullSolve solve = pageRank.publish().solveFully(1e-12, 1, paper -> paper >= 3 ? 1 : 0);
        assertThat(solve.scores()).containsExactly(new double[] {0, 0.255, 0, 0.15, 0.15}, within(1e-12));
    }

    @Test
    void withoutAnyWeightAllScoresAreZeroAndNothingIsNaN() {
        papers(3);
        pageRank.setReferences(2, new int[] {1, 0}, 2);
        for (int paper = 0; paper < 3; paper++) {
            pageRank.setTeleport(paper, 0);
        }
        pageRank.converge();
        Epoch epoch = pageRank.publish();
        assertThat(epoch.sum()).isZero();
        assertThat(epoch.errorBound()).isBetween(0.0, 2.0);
        assertThat(pageRank.certify().errorBound()).isBetween(0.0, 2.0);
        FullSolve solve = epoch.solveFully(1e-12, 2);
        assertThat(solve.scores()).containsOnly(0.0);
        assertThat(solve.distanceTo(epoch)).isZero();
        assertThat(epoch.rankIndex(paper -> paper).top(3)).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                -1e-9,
                9e-201,
                Double.MIN_VALUE,
                1_000_001,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            })
    void aWeightThatIsNoneIsRefusedAndChangesNothing(double weight) {
        papers(2);
        String message = "a teleport weight must be 0, or from 1.0E-200 to 1000000, not " + weight;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pageRank.setTeleport(1, weight))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pageRank.publish().solveFully(1e-12, 1, paper -> weight))
                .withMessage(message);
        pageRank.converge();
        assertThat(pageRank.score(1)).isCloseTo(0.15, within(1e-12));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pageRank.setTeleport(2, 1))
                .withMessage("paper 2 is unknown: the graph has 2, numbered from 0");
    }

    @Test
    void theSmallestWeightsAreSolvedToTheBound() {
        papers(3);
        pageRank.setReferences(0, new int[] {1, 2}, 2);
        pageRank.setReferences(1, new int[] {0}, 1);
        FullSolve solve = pageRank.publish().solveFully(1e-12, 2, _ -> Teleport.SMALLEST);
        assertThat(solve.distanceTo(pageRank.publish())).isGreaterThan(0);
        assertThat(solve.errorBound()).isLessThanOrEqualTo(1e-12);
    }

    @Test
    void theLargestWeightsKeepTheBound() {
        papers(300);
        var random = new SplittableRandom(1);
        for (int paper = 0; paper < 300; paper++) {
            pageRank.setReferences(paper, random.ints(4, 0, 300).toArray(), 4);
            pageRank.setTeleport(paper, paper % 2 == 0 ? Teleport.LARGEST : 0);
        }
        pageRank.converge();
        Epoch epoch = pageRank.publish();
        FullSolve solve = epoch.solveFully(1e-12, 1);
        assertThat(solve.distanceTo(epoch))
                .isLessThanOrEqualTo(pageRank.certify().errorBound() + solve.errorBound() + 1e-14);
    }

    private void papers(int count) {
        for (int i = 0; i < count; i++) {
            pageRank.addPaper(i);
        }
    }
}
