package org.citestream.pagerank;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Scores and residuals by position, in flat arrays, and the rounds that settle them.
 *
 * <p><b>The bound.</b> Residuals that are kept differ from those that the edges have by what was rounded on the way. A result of one
 * operation is off by at most half a unit in its last place, which is {@link Residuals#ROUNDING} times its size [N. Higham: Accuracy and Stability of
 * Numerical Algorithms (2002), 3.3]. So the sizes of all results are summed up as they are made: of each addition to a residual, and once a
 * push of the score and the amount. With them, what is left proves the bound, and no second pass over the citations is needed.
 *
 * <p><b>Threads.</b> Papers are cut into regions by age, each with a thread that sweeps it. What a paper gives goes into an array that its thread alone
 * writes to; between two rounds, each region takes what the arrays of the others hold for it. So a region of older papers follows the
 * newer ones a round behind; nothing is locked, and the result is a function of graph and number of threads.
 */
final class Sweeps {

    /** A sweep seldom leaves less than this share of what it moved. Where it does, one more sweep costs little. */
    private static final double LEAST_LEFT = 1e-4;

    private final CitationLists lists;
    private final double @Nullable [][] teleport;
    private final double damping;
    private final Regions regions;
    private final double[] score;

    /** By region: the residuals of its own papers, and what its papers gave to others. */
    private final double[][] received;

    private final double[] moved;
    private final double[] left;

    /** By region: the sizes of all that was rounded. */
    private final double[] rounded;

    private int rounds;

    Sweeps(CitationLists lists, double @Nullable [][] teleport, double damping, Regions regions) {
        this.lists = lists;
        this.teleport = teleport;
        this.damping = damping;
        this.regions = regions;
        this.score = new double[lists.nodes()];
        this.received = new double[regions.count()][lists.nodes()];
        this.moved = new double[regions.count()];
        this.left = new double[regions.count()];
        this.rounded = new double[regions.count()];
    }

    double[] score() {
        return score;
    }

    int rounds() {
        return rounds;
    }

    /**
     * Gives each paper its teleport as residual, and to those ahead of it that it cites what it would give with its teleport as score: the first
     * sweep passes them before it knows better, and gives the difference afterwards.
     *
     * @return the sum of the teleport
     */
    double start() {
        double[] sums = new double[regions.count()];
        regions.each(region -> {
            double[] given = received[region];
            double sum = 0;
            double sizes = 0;
            for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                double weight = weight(paper);
                given[paper] += (1 - damping) * weight;
                sizes += 2 * given[paper] + spreadAhead(given, paper, weight);
                sum += weight;
            }
            sums[region] = sum;
            rounded[region] = sizes;
        });
        regions.each(this::takeFromOthers);
        return Arrays.stream(sums).sum();
    }

    private double weight(int paper) {
        return lists.isRemoved(paper) ? 0 : Teleport.weight(teleport, paper);
    }

    /** What the residuals of the edges have together at most: those that are left, and what was rounded on the way to them. */
    double residualL1() {
        return Arrays.stream(left).sum() + rounding();
    }

    /** What rounding can have made of the residuals, all papers together. */
    double rounding() {
        return 1.01 * Residuals.ROUNDING * Arrays.stream(rounded).sum();
    }

    /** Goes on from residuals that were computed from the edges, in chunks, and from what rounding can have made of those. */
    void restart(double[][] residual, double rounding) {
        Arrays.fill(rounded, 0);
        rounded[0] = rounding / Residuals.ROUNDING;
        regions.each(region -> {
            for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                received[region][paper] = residual[paper >>> DoubleChunks.BITS][paper & DoubleChunks.MASK];
            }
            left[region] = left(region);
        });
    }

    /** The sum of the scores. */
    double scoreSum() {
        double[] sums = new double[regions.count()];
        regions.each(region -> {
            CompensatedSum sum = new CompensatedSum();
            for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                sum.add(score[paper]);
            }
            sums[region] = sum.value();
        });
        return CompensatedSum.of(sums);
    }

    /** Sweeps until the residuals that are left are together little enough. */
    void converge(double enough) {
        boolean first = rounds == 0;
        double smallest = enough / Math.max(1, score.length);
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
            boolean mayBeEnough = Arrays.stream(moved).sum() * LEAST_LEFT <= enough;
            regions.each(region -> {
                takeFromOthers(region);
                left[region] = mayBeEnough ? left(region) : Double.POSITIVE_INFINITY;
            });
        } while (Arrays.stream(left).sum() > enough);
    }

    private double left(int region) {
        double[] own = received[region];
        double sum = 0;
        for (int paper = regions.from(region); paper < regions.to(region); paper++) {
            sum += Math.abs(own[paper]);
        }
        // An addition of a billion sizes is off by less.
        return sum * (1 + 1e-6);
    }

    /** Every paper has all its teleport to give, and has told those ahead of it of that. */
    private double sweepFirst(int region) {
        double[] given = received[region];
        double sum = 0;
        double sizes = 0;
        for (int paper = regions.to(region) - 1; paper >= regions.from(region); paper--) {
            double amount = given[paper];
            given[paper] = 0;
            score[paper] = amount;
            sum += Math.abs(amount);
            sizes += spread(given, paper, amount) + spreadAhead(given, paper, -weight(paper));
        }
        rounded[region] += sizes + 4 * sum;
        return sum;
    }

    /** Pushes what is larger than the smallest amount, and returns the sum of what was pushed. */
    private double sweep(int region, double smallest) {
        double[] given = received[region];
        double sum = 0;
        double sizes = 0;
        for (int paper = regions.to(region) - 1; paper >= regions.from(region); paper--) {
            double amount = given[paper];
            if (Math.abs(amount) > smallest) {
                given[paper] = 0;
                double now = score[paper] + amount;
                score[paper] = now;
                sum += Math.abs(amount);
                // The score's rounding is missing in its own residual, and in what it is to give.
                sizes += 2 * Math.abs(now) + spread(given, paper, amount);
            }
        }
        rounded[region] += sizes + 4 * sum;
        return sum;
    }

    /** Gives its share of an amount to each cited paper, and returns the sizes of the sums. */
    private double spread(double[] given, int citing, double amount) {
        long entry = lists.entry(citing);
        int count = ListEntry.giving(entry);
        if (count == 0) {
            return 0;
        }
        double share = damping * amount / count;
        int[] list = lists.list(entry);
        int end = ListEntry.offset(entry) + count;
        double sizes = 0;
        for (int at = end - count; at < end; at++) {
            double sum = given[list[at]] + share;
            given[list[at]] = sum;
            sizes += Math.abs(sum);
        }
        return sizes;
    }

    /** As {@link #spread}, but only to newer papers: a list is ascending, so they are at its end. */
    private double spreadAhead(double[] given, int citing, double amount) {
        long entry = lists.entry(citing);
        int count = ListEntry.giving(entry);
        if (count == 0) {
            return 0;
        }
        double share = damping * amount / count;
        int[] list = lists.list(entry);
        int from = ListEntry.offset(entry);
        double sizes = 0;
        for (int at = from + count - 1; at >= from && list[at] > citing; at--) {
            double sum = given[list[at]] + share;
            given[list[at]] = sum;
            sizes += Math.abs(sum);
        }
        return sizes;
    }

    private void takeFromOthers(int region) {
        double[] own = received[region];
        double sizes = 0;
        for (int other = 0; other < received.length; other++) {
            if (other != region) {
                double[] others = received[other];
                for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                    double sum = own[paper] + others[paper];
                    own[paper] = sum;
                    others[paper] = 0;
                    sizes += Math.abs(sum);
                }
            }
        }
        rounded[region] += sizes;
    }
}
