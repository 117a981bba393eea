package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Solves whose shares are hard to count in whole grains of one size. */
class FullSolveTest {

    private static final double BOUND = 1e-12;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aPaperThatAllOthersCiteTakesMoreGrainsThanAnIntHoldsAndPassesThemOn(int threads) {
        int papers = 200_000;
        IncrementalPageRank pageRank = new IncrementalPageRank();
        for (int paper = 0; paper < papers; paper++) {
            pageRank.addPaper(paper);
        }
        for (int paper = 2; paper < papers; paper++) {
            pageRank.setReferences(paper, new int[] {1}, 1);
        }
        pageRank.setReferences(1, new int[] {0}, 1);

        FullSolve solve = pageRank.publish().solveFully(BOUND, threads);

        double[] exact = new double[papers];
        Arrays.fill(exact, 0.15);
        exact[1] = 0.15 + 0.85 * 0.15 * (papers - 2);
        exact[0] = 0.15 + 0.85 * exact[1];
        assertWithin(solve, exact);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void weightsAsFarApartAsTheyMayBeKeepTheBound(int threads) {
        SplittableRandom random = new SplittableRandom(7);
        int papers = 3_000;
        IncrementalPageRank pageRank = new IncrementalPageRank();
        int[][] cited = new int[papers][];
        double[] weight = new double[papers];
        for (int paper = 0; paper < papers; paper++) {
            pageRank.addPaper(paper);
            weight[paper] = random.nextInt(100) == 0 ? Teleport.LARGEST : random.nextInt(3) * 1e-9;
        }
        for (int paper = 0; paper < papers; paper++) {
            int self = paper;
            cited[paper] = random.ints(random.nextInt(8), 0, papers)
                    .filter(each -> each != self)
                    .distinct()
                    .toArray();
            pageRank.setReferences(paper, cited[paper], cited[paper].length);
        }

        FullSolve solve = pageRank.publish().solveFully(BOUND, threads, paper -> weight[paper]);

        double[] exact = weight.clone();
        for (int round = 0; round < 300; round++) {
            double[] next = new double[papers];
            for (int paper = 0; paper < papers; paper++) {
                next[paper] += 0.15 * weight[paper];
                for (int each : cited[paper]) {
                    next[each] += 0.85 * exact[paper] / cited[paper].length;
                }
            }
            exact = next;
        }
        assertWithin(solve, exact);
    }

    /** Of distributions, as the bound is; what is computed here is itself off by some roundings. */
    private static void assertWithin(FullSolve solve, double[] exact) {
        double sum = CompensatedSum.of(exact);
        CompensatedSum distance = new CompensatedSum();
        for (int paper = 0; paper < exact.length; paper++) {
            distance.add(Math.abs(solve.score(paper) / solve.sum() - exact[paper] / sum));
        }
        assertThat(solve.errorBound()).isLessThanOrEqualTo(BOUND);
        assertThat(distance.value()).isLessThanOrEqualTo(solve.errorBound() + 1e-13);
    }
}
