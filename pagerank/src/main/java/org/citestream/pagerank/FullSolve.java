package org.citestream.pagerank;

import org.jspecify.annotations.Nullable;

/**
 * PageRank of a graph solved from the start, to audit the incremental scores or for a teleport of its own.
 *
 * <p>The same pushes as in {@link IncrementalPageRank}, without its history, in sweeps from the newest paper to the oldest. Citations point to older
 * papers but for one in a hundred, so a sweep carries a change the whole way down, where power iteration carries it one citation. The few that
 * point to newer papers are given at the start what a score of x = t (1, unless weights were set) gives, and so are nearly right already.
 *
 * <p>The bound is proved by the residuals that are left and by what rounding can have made of them, which is summed up as it happens; where that is too
 * much, by residuals that are computed from the edges with compensation. {@code Sweeps} tells how, and how several threads share the work; {@code Fronts},
 * how several sweeps go together.
 */
public final class FullSolve {

    /** The rounding of the final residuals is a hundredth of the smallest bound that may be asked for. */
    private static final double SMALLEST_BOUND_IN_ROUNDINGS = 1024;

    private static final int MOST_THREADS = 1024;

    private final double[] score;
    private final double sum;
    private final double errorBound;
    private final int sweeps;
    private final long additions;

    private FullSolve(double[] score, double sum, double errorBound, int sweeps, long additions) {
        this.score = score;
        this.sum = sum;
        this.errorBound = errorBound;
        this.sweeps = sweeps;
        this.additions = additions;
    }

    static FullSolve of(
            CitationLists lists,
            IntChunks.@Nullable Frozen paperAt,
            double @Nullable [][] teleport,
            double damping,
            double errorBound,
            int threads) {
        double smallest = smallestErrorBound(damping);
        if (!(errorBound >= smallest && errorBound <= 2)) {
            throw new IllegalArgumentException(
                    "the error bound must be from %.2g to 2, not %s".formatted(smallest, errorBound));
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(
                    "a full solve takes from 1 to %d threads, not %d".formatted(MOST_THREADS, threads));
        }
        CitationLists ordered = paperAt == null ? lists : lists.byPosition(paperAt);
        double[][] orderedTeleport = paperAt == null || teleport == null ? teleport : byPosition(teleport, paperAt);
        try (SolvingThreads solving = new SolvingThreads(threads, ordered.nodes())) {
            Sweeps sweeps = new Sweeps(ordered, orderedTeleport, damping, solving);
            // What the scores add up to at most: a paper that passes nothing on ends what it has.
            double sum = sweeps.start();
            while (true) {
                double enough = errorBound * (1 - damping) * sum / 4;
                sweeps.converge(enough);
                sum = sweeps.scoreSum();
                if (Residuals.errorBound(sweeps.residualL1(), sum, damping) > errorBound
                        && sweeps.rounding() > enough) {
                    sweeps.restart(
                            Residuals.compute(ordered, orderedTeleport, damping, DoubleChunks.chunked(sweeps.score())),
                            Residuals.rounding(sum));
                }
                double proved = Residuals.errorBound(sweeps.residualL1(), sum, damping);
                if (proved <= errorBound) {
                    double[] score = paperAt == null ? sweeps.score() : byPaper(sweeps.score(), paperAt);
                    return new FullSolve(score, sum, proved, sweeps.sweeps(), sweeps.additions());
                }
            }
        }
    }

    /** The smallest error bound that can be asked for, given the damping factor: 7.6e-13 with 0.85. */
    public static double smallestErrorBound(double damping) {
        return SMALLEST_BOUND_IN_ROUNDINGS * Residuals.ROUNDING / (1 - damping);
    }

    private static double[][] byPosition(double[][] weights, IntChunks.Frozen paperAt) {
        DoubleChunks ordered = new DoubleChunks();
        for (int at = 0; at < paperAt.length(); at++) {
            int paper = paperAt.get(at);
            ordered.append(Teleport.weight(weights, paper));
        }
        return ordered.freeze();
    }

    private static double[] byPaper(double[] byPosition, IntChunks.Frozen paperAt) {
        double[] byPaper = new double[byPosition.length];
        for (int at = 0; at < byPosition.length; at++) {
            byPaper[paperAt.get(at)] = byPosition[at];
        }
        return byPaper;
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

    /** The bound of ‖π − π̂‖₁ that was reached; rounding is included. */
    public double errorBound() {
        return errorBound;
    }

    /** Sweeps that were needed. Most of them go together, and push few papers. */
    public int sweeps() {
        return sweeps;
    }

    /** How often a paper was given a share of another's score: what a solve does most. */
    public long additions() {
        return additions;
    }

    /**
     * ‖π − π̂‖₁ between these scores and those of an epoch, each divided by their sum. Where the graph and the teleport are those that
     * were solved, it is at most the error bounds of both added together.
     *
     * @throws IllegalArgumentException when {@code other} has more or fewer nodes than were solved
     */
    public double distanceTo(Epoch other) {
        if (other.nodes() != score.length) {
            throw new IllegalArgumentException(
                    "solved were %d nodes, but there are %d now: solve again".formatted(score.length, other.nodes()));
        }
        if (sum == 0) {
            return other.sum() == 0 ? 0 : 2;
        }
        double otherSum = other.sum();
        CompensatedSum distance = new CompensatedSum();
        for (int paper = 0; paper < score.length; paper++) {
            double share = otherSum == 0 ? 0 : other.score(paper) / otherSum;
            distance.add(Math.abs(score[paper] / sum - share));
        }
        return distance.value();
    }

    @Override
    public String toString() {
        return "FullSolve[nodes=%d, sweeps=%d, errorBound=%s]".formatted(score.length, sweeps, errorBound);
    }
}
