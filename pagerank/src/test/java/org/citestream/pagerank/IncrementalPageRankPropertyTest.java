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
        FullSolve solve = history.pageRank.solveFully(1e-12);
        assertThat(solve.errorBound()).isLessThanOrEqualTo(1e-12);
        assertThat(solve.distanceTo(history.pageRank))
                .isLessThanOrEqualTo(certificate.errorBound() + solve.errorBound() + 1e-14);
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

        RankIndex ranks = history.pageRank.rankIndex(paper -> paper + 1);
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
        return pageRank.rankIndex(ids::get).top(ids.size());
    }

    private static int node(IncrementalPageRank pageRank, Map<Integer, Integer> nodes, List<Integer> ids, int id) {
        return nodes.computeIfAbsent(id, missing -> {
            ids.add(missing);
            return pageRank.addPaper(missing / 10);
        });
    }
}
