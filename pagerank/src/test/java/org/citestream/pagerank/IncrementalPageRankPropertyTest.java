package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class IncrementalPageRankPropertyTest {

    /** What the references themselves leave: they stop at 1e-15 a round and at 1e-16 a paper. */
    private static final double ERROR_OF_REFERENCES = 1e-12;

    @Property(tries = 300, seed = "20261122")
    void afterAnyEventsScoresEqualIndependentSolvesWithinTheBound(
            @ForAll long seed,
            @ForAll @IntRange(max = 200) int events,
            @ForAll @IntRange(min = 1, max = 60) int papers) {
        var history = new GraphHistory(new IncrementalPageRank());
        var random = new SplittableRandom(seed);
        for (int event = 0; event < events; event++) {
            history.happen(random, papers);
            if (random.nextInt(10) == 0) {
                history.pageRank.converge(random.nextBoolean() ? 1e-3 : 1e-12);
            }
        }
        history.pageRank.converge();
        Certificate certificate = history.pageRank.certify();
        double[] scores = PageRanks.normalised(history.pageRank);
        double bound = certificate.errorBound() + ERROR_OF_REFERENCES;

        assertThat(bound).isLessThan(1e-10);
        assertThat(certificate.papers()).isEqualTo(history.present().size());
        assertThat(certificate.citations()).isEqualTo(history.citations());
        assertThat(PageRanks.distance(scores, history.byPowerIteration())).isLessThan(bound);
        if (!history.present().isEmpty()) {
            assertThat(PageRanks.distance(scores, history.byJGraphT())).isLessThan(bound);
        }
        FullSolve solve = history.pageRank.publish().solveFully(1e-12, 1);
        assertThat(solve.errorBound()).isLessThanOrEqualTo(1e-12);
        assertThat(solve.distanceTo(history.pageRank.publish()))
                .isLessThanOrEqualTo(certificate.errorBound() + solve.errorBound() + 1e-14);
    }

    @Property(tries = 200, seed = "20261122")
    void papersThatLeaveAndComeBackTogetherLeaveTheScoresOfAPowerIteration(@ForAll long seed) {
        var history = new GraphHistory(new IncrementalPageRank());
        var random = new SplittableRandom(seed);
        for (int event = 0; event < 120; event++) {
            if (event > 20 && random.nextInt(6) == 0) {
                history.happenTogether(random);
            } else {
                history.happen(random, 40);
            }
            if (random.nextInt(10) == 0) {
                history.pageRank.converge();
            }
        }
        history.pageRank.converge();
        Certificate certificate = history.pageRank.certify();
        assertThat(certificate.largestUnrounded()).isLessThan(1.1e-12);
        assertThat(certificate.citations()).isEqualTo(history.citations());
        assertThat(PageRanks.distance(PageRanks.normalised(history.pageRank), history.byPowerIteration()))
                .isLessThan(certificate.errorBound() + ERROR_OF_REFERENCES);
    }

    @Property(tries = 200, seed = "20261122")
    void withAnyTeleportScoresEqualThoseOfPowerIteration(@ForAll long seed, @ForAll @IntRange(max = 150) int events) {
        var history = new GraphHistory(new IncrementalPageRank());
        var random = new SplittableRandom(seed);
        for (int event = 0; event < events; event++) {
            history.happenWithTeleport(random, 40);
            if (random.nextInt(10) == 0) {
                history.pageRank.converge(random.nextBoolean() ? 1e-3 : 1e-12);
            }
        }
        history.pageRank.converge();
        double bound = history.pageRank.certify().errorBound() + ERROR_OF_REFERENCES;
        Epoch epoch = history.pageRank.publish();
        double[] expected = history.byPowerIteration();

        assertThat(PageRanks.distance(PageRanks.normalised(history.pageRank), expected))
                .isLessThan(bound);
        for (int threads = 1; threads <= 3; threads++) {
            FullSolve solve = epoch.solveFully(1e-12, threads);
            double[] solved = solve.scores();
            for (int i = 0; i < solved.length; i++) {
                solved[i] = solve.sum() == 0 ? 0 : solved[i] / solve.sum();
            }
            assertThat(PageRanks.distance(solved, expected)).isLessThan(solve.errorBound() + ERROR_OF_REFERENCES);
        }
    }

    @Property(tries = 50, seed = "20261122")
    void aSolveWithATeleportOfItsOwnEqualsAnInstanceThatHasIt(@ForAll long seed) {
        var history = new GraphHistory(new IncrementalPageRank());
        var random = new SplittableRandom(seed);
        for (int event = 0; event < 150; event++) {
            history.happen(random, 40);
        }
        FullSolve solve = history.pageRank.publish().solveFully(1e-12, 1, paper -> paper % 3);
        for (int paper = 0; paper < history.pageRank.nodes(); paper++) {
            history.setTeleport(paper, paper % 3);
        }
        history.pageRank.converge();
        assertThat(solve.distanceTo(history.pageRank.publish()))
                .isLessThan(solve.errorBound() + history.pageRank.certify().errorBound());
    }

    @Property(tries = 100, seed = "20261122")
    void sharesAreThoseOfTheModelAndAddUpToTheScore(@ForAll long seed) {
        var history = new GraphHistory(new IncrementalPageRank());
        var random = new SplittableRandom(seed);
        for (int event = 0; event < 100; event++) {
            history.happenWithTeleport(random, 30);
        }
        history.pageRank.converge();
        Epoch before = history.pageRank.publish();
        for (int event = 0; event < 5; event++) {
            history.happenWithTeleport(random, 40);
        }
        history.pageRank.converge();
        Epoch after = history.pageRank.publish();
        for (int paper = 0; paper < history.pageRank.nodes(); paper++) {
            ScoreShares why = after.why(paper);
            double sum = why.teleport() + why.unsettled();
            for (ScoreShares.Share share : why.shares()) {
                assertThat(history.cites(share.citing(), paper)).isTrue();
                sum += share.amount();
            }
            assertThat(sum).isCloseTo(history.pageRank.score(paper), within(1e-13));
            assertThat(Math.abs(why.unsettled())).isLessThan(1.1e-12);
            if (paper < before.nodes()) {
                assertThatChangesExplain(before.why(paper), why);
            }
        }
    }

    private static void assertThatChangesExplain(ScoreShares before, ScoreShares after) {
        double moved = after.teleport() + after.unsettled() - before.teleport() - before.unsettled();
        List<Integer> citedBefore =
                before.shares().stream().map(ScoreShares.Share::citing).toList();
        List<Integer> citesNow =
                after.shares().stream().map(ScoreShares.Share::citing).toList();
        for (ScoreShares.ShareChange change : after.changesSince(before)) {
            moved += change.after() - change.before();
            ScoreShares.Kind expected = !citedBefore.contains(change.citing())
                    ? ScoreShares.Kind.NEW
                    : citesNow.contains(change.citing()) ? ScoreShares.Kind.CHANGED : ScoreShares.Kind.WITHDRAWN;
            assertThat(change.kind()).isEqualTo(expected);
        }
        assertThat(moved).isCloseTo(after.score() - before.score(), within(1e-13));
    }

    @Property(tries = 60, seed = "20261122")
    void anEpochStaysAsItWasWhateverHappensAfterIt(@ForAll long seed) {
        var history = new GraphHistory(new IncrementalPageRank());
        var random = new SplittableRandom(seed);
        for (int event = 0; event < 100; event++) {
            history.happenWithTeleport(random, 40);
        }
        history.pageRank.converge();
        Epoch epoch = history.pageRank.publish();
        double[] scores = epoch.scores();
        int[] ranks = epoch.rankIndex(paper -> paper).top(Integer.MAX_VALUE);
        List<ScoreShares> shares = shares(epoch);
        double[] solved = epoch.solveFully(1e-12, 2).scores();
        for (int event = 0; event < 100; event++) {
            history.happenWithTeleport(random, 80);
            history.pageRank.converge();
        }
        assertThat(epoch.scores()).containsExactly(scores);
        assertThat(epoch.rankIndex(paper -> paper).top(Integer.MAX_VALUE)).containsExactly(ranks);
        assertThat(shares(epoch)).isEqualTo(shares);
        assertThat(epoch.solveFully(1e-12, 2).scores()).containsExactly(solved);
    }

    private static List<ScoreShares> shares(Epoch epoch) {
        return java.util.stream.IntStream.range(0, epoch.nodes())
                .mapToObj(epoch::why)
                .toList();
    }

    @Property(tries = 100, seed = "20261122")
    void changesBetweenEpochsLeadFromOneToTheOther(@ForAll long seed) {
        var history = new GraphHistory(new IncrementalPageRank());
        var random = new SplittableRandom(seed);
        Map<Integer, Double> published = new HashMap<>();
        Epoch last = null;
        for (int event = 0; event < 60; event++) {
            history.happen(random, 40);
            history.pageRank.converge();
            Epoch next = history.pageRank.publish();
            next.changedSince(last, published::put);
            last = next;
            Map<Integer, Double> all = new HashMap<>();
            next.changedSince(null, all::put);
            published.values().removeIf(score -> score == 0);
            assertThat(published).isEqualTo(all);
        }
    }

    @Property(tries = 100, seed = "20261122")
    void theBoundHoldsForAnyDampingAndAnyResidualBound(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double damping,
            @ForAll @IntRange(min = 3, max = 12) int digits) {
        var history = new GraphHistory(new IncrementalPageRank(damping, Math.pow(10, -digits)));
        var random = new SplittableRandom(seed);
        for (int event = 0; event < 120; event++) {
            history.happen(random, 40);
            history.pageRank.converge();
        }
        double bound = history.pageRank.certify().errorBound();
        assertThat(bound).isLessThanOrEqualTo(2);
        assertThat(PageRanks.distance(PageRanks.normalised(history.pageRank), history.byPowerIteration()))
                .isLessThanOrEqualTo(bound + 1e-11);
    }

    @Property(tries = 100, seed = "20261122")
    void theKeptResidualsAreThoseOfTheEdges(@ForAll long seed) {
        var history = new GraphHistory(new IncrementalPageRank());
        var random = new SplittableRandom(seed);
        for (int event = 0; event < 150; event++) {
            history.happen(random, 50);
            if (event % 7 == 0) {
                history.pageRank.converge(1e-2);
            }
        }
        double kept = history.pageRank.errorBound();
        assertThat(history.pageRank.certify().errorBound()).isCloseTo(kept, within(1e-12));
    }

    @Property(tries = 100, seed = "20261122")
    void ranksAgreeWithASortOfTheReferenceScores(@ForAll long seed) {
        var history = new GraphHistory(new IncrementalPageRank());
        var random = new SplittableRandom(seed);
        for (int event = 0; event < 150; event++) {
            history.happen(random, 50);
        }
        history.pageRank.converge();
        double[] reference = history.byPowerIteration();
        List<Integer> expected = new ArrayList<>(history.present());
        expected.sort((a, b) -> Math.abs(reference[a] - reference[b]) < 1e-12
                ? Integer.compare(a, b)
                : Double.compare(reference[b], reference[a]));

        RankIndex ranks = history.pageRank.publish().rankIndex(paper -> paper + 1);
        assertThat(ranks.top(Integer.MAX_VALUE))
                .containsExactly(expected.stream().mapToInt(paper -> paper + 1).toArray());
    }

    @Property(tries = 60, seed = "20261122")
    void anyOrderOfArrivalGivesTheSameRanks(@ForAll long seed) {
        int n = 300;
        var random = new SplittableRandom(seed);
        int[][] references = new int[n][];
        for (int paper = 0; paper < n; paper++) {
            references[paper] =
                    random.ints(random.nextInt(6), 0, Math.min(n, paper + 3)).toArray();
        }
        List<Integer> arrival = new ArrayList<>();
        for (int paper = 0; paper < n; paper++) {
            arrival.add(paper);
        }
        int[] inOrder = ranked(arrival, references);
        Collections.shuffle(arrival, new Random(seed));
        assertThat(ranked(arrival, references)).containsExactly(inOrder);
    }

    /** Ids by rank, after papers came in this order, each bringing what it cites into being. */
    private static int[] ranked(List<Integer> arrival, int[][] references) {
        var pageRank = new IncrementalPageRank();
        Map<Integer, Integer> nodes = new HashMap<>();
        List<Integer> ids = new ArrayList<>();
        for (int id : arrival) {
            int citing = node(pageRank, nodes, ids, id);
            int[] cited = references[id].clone();
            for (int i = 0; i < cited.length; i++) {
                cited[i] = node(pageRank, nodes, ids, cited[i]);
            }
            pageRank.setReferences(citing, cited, cited.length);
            pageRank.converge();
        }
        return pageRank.publish().rankIndex(ids::get).top(ids.size());
    }

    private static int node(IncrementalPageRank pageRank, Map<Integer, Integer> nodes, List<Integer> ids, int id) {
        return nodes.computeIfAbsent(id, missing -> {
            ids.add(missing);
            return pageRank.addPaper(missing / 10);
        });
    }
}
