package org.citestream.pagerank;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * PageRank of a graph solved from the start, to audit the incremental scores or for a teleport of its own.
 *
 * <p>The same pushes as in {@link IncrementalPageRank}, without its history, in sweeps from the newest paper to the oldest.
 * Citations point to older papers but for one in a hundred, so a sweep carries a change the whole way down, where power
 * iteration carries it one citation. The few that point to newer papers are given at the start what a score of x = t (1, unless weights were set) gives,
 * and so are nearly right already.
 *
 * <p><b>Threads.</b> Papers are cut into regions by age, each with a thread that sweeps it. What a paper gives goes into an array that its thread alone
 * writes to; between two rounds, each region takes what the arrays of the others hold for it. So a region of older papers follows the
 * newer ones a round behind; nothing is locked, and the result is a function of graph and number of threads.
 *
 * <p>The bound is proved by residuals that are computed from the edges with compensation, not by those that were kept while
 * solving.
 */
public final class FullSolve {

    /** The rounding of the final residuals is a hundredth of the smallest bound that may be asked for. */
    private static final double SMALLEST_BOUND_IN_ROUNDINGS = 1024;

    /** A sweep seldom leaves less than this share of what it moved. Where it does, one more sweep costs little. */
    private static final double LEAST_LEFT = 1e-4;

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

    static FullSolve of(
            CitationLists lists,
            IntChunks.@Nullable Frozen paperAt,
            double @Nullable [][] teleport,
            double damping,
            double errorBound,
            int threads) {
        double smallest = SMALLEST_BOUND_IN_ROUNDINGS * Residuals.ROUNDING / (1 - damping);
        if (!(errorBound >= smallest && errorBound <= 2)) {
            throw new IllegalArgumentException(
                    "the error bound must be from %.2g to 2, not %s".formatted(smallest, errorBound));
        }
        if (threads < 1) {
            throw new IllegalArgumentException("a full solve takes 1 thread or more, not " + threads);
        }
        CitationLists ordered = paperAt == null ? lists : lists.byPosition(paperAt);
        double[][] orderedTeleport = paperAt == null || teleport == null ? teleport : byPosition(teleport, paperAt);
        try (Regions regions = new Regions(ordered, threads)) {
            Sweeps sweeps = new Sweeps(ordered, orderedTeleport, damping, regions);
            sweeps.start();
            while (true) {
                sweeps.converge(errorBound);
                double sum = CompensatedSum.of(sweeps.score);
                double residualL1 = sweeps.recompute() + Residuals.rounding(sum);
                double proved = Residuals.errorBound(residualL1, sum, damping);
                if (proved <= errorBound) {
                    double[] score = paperAt == null ? sweeps.score : byPaper(sweeps.score, paperAt);
                    return new FullSolve(score, sum, proved, sweeps.rounds);
                }
            }
        }
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

    /** Scores and residuals by position, in flat arrays, and the rounds that settle them. */
    private static final class Sweeps {

        private final CitationLists lists;
        private final double @Nullable [][] teleport;
        private final double damping;
        private final Regions regions;
        private final double[] score;

        /** By region: the residuals of its own papers, and what its papers gave to others. */
        private final double[][] received;

        private final double[] teleportSums;

        private int rounds;

        Sweeps(CitationLists lists, double @Nullable [][] teleport, double damping, Regions regions) {
            this.lists = lists;
            this.teleport = teleport;
            this.damping = damping;
            this.regions = regions;
            this.score = new double[lists.nodes()];
            this.teleportSums = new double[regions.count()];
            this.received = new double[regions.count()][lists.nodes()];
        }

        /**
         * Gives each paper its teleport as residual, and to those ahead of it that it cites what it would give with its teleport as score: the first
         * sweep passes them before it knows better, and gives the difference afterwards.
         */
        void start() {
            regions.each(region -> {
                double[] given = received[region];
                for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                    double weight = weight(paper);
                    given[paper] += (1 - damping) * weight;
                    spreadAhead(given, paper, weight);
                    teleportSums[region] += weight;
                }
            });
            regions.each(this::takeFromOthers);
        }

        private double weight(int paper) {
            return lists.isRemoved(paper) ? 0 : Teleport.weight(teleport, paper);
        }

        /** Computes the residuals from the edges, and returns their L1 norm. */
        double recompute() {
            double[][] lost = new double[received.length][lists.nodes()];
            regions.each(region -> {
                Arrays.fill(received[region], 0);
                Residuals.gather(
                        lists,
                        damping,
                        score,
                        regions.from(region),
                        regions.to(region),
                        received[region],
                        lost[region]);
            });
            double[] sums = new double[regions.count()];
            regions.each(region -> {
                int from = regions.from(region);
                int to = regions.to(region);
                Residuals.settle(lists, teleport, damping, score, from, to, received, lost, region);
                CompensatedSum sum = new CompensatedSum();
                for (int paper = from; paper < to; paper++) {
                    sum.add(Math.abs(received[region][paper]));
                }
                sums[region] = sum.value();
            });
            return CompensatedSum.of(sums);
        }

        /** Sweeps until what is left proves the bound, as far as the residuals that are kept can tell. */
        void converge(double errorBound) {
            boolean first = rounds == 0;
            // Half of what proves the bound; what rounding makes of the other half is far less.
            double enough = errorBound * (1 - damping) * CompensatedSum.of(first ? teleportSums : score) / 4;
            double smallest = enough / Math.max(1, score.length);
            double[] moved = new double[regions.count()];
            double[] left = new double[regions.count()];
            int before = rounds;
            do {
                int round = rounds++ - before;
                regions.each(region -> {
                    // Older regions wait until the newer ones have given: what they swept before would be swept again.
                    int turn = regions.count() - 1 - region;
                    if (first && turn >= round) {
                        moved[region] = turn == round ? sweepFirst(region) : Double.POSITIVE_INFINITY;
                    } else {
                        moved[region] = sweep(region, smallest);
                    }
                });
                // To sum up what is left reads everything once more: only where it may be little enough.
                boolean mayBeEnough = sum(moved) * LEAST_LEFT <= enough;
                regions.each(region -> {
                    takeFromOthers(region);
                    left[region] = mayBeEnough ? residualL1(region) : Double.POSITIVE_INFINITY;
                });
            } while (sum(moved) > 0 && sum(left) > enough);
        }

        private static double sum(double[] ofRegions) {
            double sum = 0;
            for (double each : ofRegions) {
                sum += each;
            }
            return sum;
        }

        private double residualL1(int region) {
            double[] own = received[region];
            double sum = 0;
            for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                sum += Math.abs(own[paper]);
            }
            return sum;
        }

        /** Every paper has all its teleport to give, and has told those ahead of it of that. */
        private double sweepFirst(int region) {
            double[] given = received[region];
            double moved = 0;
            for (int paper = regions.to(region) - 1; paper >= regions.from(region); paper--) {
                double amount = given[paper];
                given[paper] = 0;
                score[paper] = amount;
                moved += Math.abs(amount);
                spread(given, paper, amount);
                spreadAhead(given, paper, -weight(paper));
            }
            return moved;
        }

        /** Pushes what is larger than the smallest amount, and returns the sum of what was pushed. */
        private double sweep(int region, double smallest) {
            double[] given = received[region];
            double moved = 0;
            for (int paper = regions.to(region) - 1; paper >= regions.from(region); paper--) {
                double amount = given[paper];
                if (Math.abs(amount) > smallest) {
                    given[paper] = 0;
                    score[paper] += amount;
                    moved += Math.abs(amount);
                    spread(given, paper, amount);
                }
            }
            return moved;
        }

        private void spread(double[] given, int citing, double amount) {
            long entry = lists.entry(citing);
            int count = ListEntry.giving(entry);
            if (count == 0) {
                return;
            }
            double share = damping * amount / count;
            int[] list = lists.list(entry);
            int end = ListEntry.offset(entry) + count;
            for (int at = end - count; at < end; at++) {
                given[list[at]] += share;
            }
        }

        /** As {@link #spread}, but only to newer papers: a list is ascending, so they are at its end. */
        private void spreadAhead(double[] given, int citing, double amount) {
            long entry = lists.entry(citing);
            int count = ListEntry.giving(entry);
            if (count == 0) {
                return;
            }
            double share = damping * amount / count;
            int[] list = lists.list(entry);
            int from = ListEntry.offset(entry);
            for (int at = from + count - 1; at >= from && list[at] > citing; at--) {
                given[list[at]] += share;
            }
        }

        private void takeFromOthers(int region) {
            double[] own = received[region];
            for (int other = 0; other < received.length; other++) {
                if (other != region) {
                    double[] others = received[other];
                    for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                        own[paper] += others[paper];
                        others[paper] = 0;
                    }
                }
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
