package org.citestream.pagerank;

import java.util.Arrays;

/**
 * PageRank of a graph solved from the start, to audit the incremental scores.
 *
 * <p>The same pushes as in {@link IncrementalPageRank}, from x = 1 and without its history. Citations point to older papers but
 * for one in a hundred, so a sweep carries a change the whole way down, where power iteration carries it one citation. Starting
 * from 1, the few citations that point to newer papers are nearly right already.
 *
 * <p>The bound is proved by residuals that are computed from the edges with compensation, not by those that were kept while
 * solving.
 */
public final class FullSolve {

    /** The rounding of the final residuals is a hundredth of the smallest bound that may be asked for. */
    private static final double SMALLEST_BOUND_IN_ROUNDINGS = 1024;

    private final double[] score;
    private final double sum;
    private final double errorBound;
    private final int sweeps;

    private FullSolve(double[] score, double sum, double errorBound, int sweeps) {
        this.score = score;
        this.sum = sum;
        this.errorBound = errorBound;
        this.sweeps = sweeps;
    }

    static FullSolve of(CitationGraph graph, double damping, double errorBound) {
        double smallest = SMALLEST_BOUND_IN_ROUNDINGS * Residuals.ROUNDING / (1 - damping);
        if (!(errorBound >= smallest && errorBound <= 2)) {
            throw new IllegalArgumentException(
                    "the error bound must be from %.2g to 2, not %s".formatted(smallest, errorBound));
        }
        int nodes = graph.nodes();
        // Residuals of this size add up to half of the bound at most, since Σx ≥ (1−α)n.
        double residualBound = errorBound * (1 - damping) * (1 - damping) / 4;
        Pushes pushes = new Pushes(graph, damping, residualBound);
        pushes.startFrom(1);
        while (true) {
            pushes.converge(residualBound);
            pushes.recompute();
            double sum = CompensatedSum.of(pushes.score(), nodes);
            double proved = Residuals.errorBound(pushes.residualL1() + Residuals.rounding(sum), sum, damping);
            if (proved <= errorBound) {
                return new FullSolve(Arrays.copyOf(pushes.score(), nodes), sum, proved, pushes.sweeps());
            }
        }
    }

    /**
     * The unnormalised score of a paper, 0 when it was removed.
     *
     * @throws IllegalArgumentException when the paper was unknown when this was solved
     */
    public double score(int paper) {
        if (paper < 0 || paper >= score.length) {
            throw new IllegalArgumentException(
                    "paper %d is unknown: the graph had %d, numbered from 0".formatted(paper, score.length));
        }
        return score[paper];
    }

    /** Unnormalised scores by node number, in a new array. */
    public double[] scores() {
        return score.clone();
    }

    /** Σ score; 0 for an empty graph. */
    public double sum() {
        return sum;
    }

    /** The bound of ‖π − π̂‖₁ that was reached, proved from the edges; rounding is included. */
    public double errorBound() {
        return errorBound;
    }

    /** Sweeps that were needed. */
    public int sweeps() {
        return sweeps;
    }

    /**
     * ‖π − π̂‖₁ between these scores and the incremental ones, each divided by their sum. Where the graph is the one that was
     * solved, it is at most the error bounds of both added together.
     *
     * @throws IllegalArgumentException when {@code other} has more or fewer nodes than were solved
     */
    public double distanceTo(IncrementalPageRank other) {
        double[] others = other.scores();
        if (others.length != score.length) {
            throw new IllegalArgumentException(
                    "solved were %d nodes, but there are %d now: solve again".formatted(score.length, others.length));
        }
        if (sum == 0) {
            return 0;
        }
        double otherSum = other.sum();
        CompensatedSum distance = new CompensatedSum();
        for (int paper = 0; paper < score.length; paper++) {
            double share = otherSum == 0 ? 0 : others[paper] / otherSum;
            distance.add(Math.abs(score[paper] / sum - share));
        }
        return distance.value();
    }

    @Override
    public String toString() {
        return "FullSolve[nodes=%d, sweeps=%d, errorBound=%s]".formatted(score.length, sweeps, errorBound);
    }
}
