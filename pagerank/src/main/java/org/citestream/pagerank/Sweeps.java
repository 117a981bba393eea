package org.citestream.pagerank;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Scores and residuals by position, in flat arrays, and the rounds that settle them.
 *
 * <p><b>Shares are whole numbers.</b> What bounds a sweep is memory: it adds to a place anywhere among the papers for each citation. So what is added to
 * are ints, four bytes a paper and not eight, which a cache holds of twice as many papers. An int counts grains, of a size that is a power of two
 * and becomes finer as residuals become smaller. A push gives each cited paper the share that is due, rounded to whole grains, and counts as
 * pushed exactly what was given; the rest stays with the citing paper, as a double. So nothing is lost: sums of grains are exact in any order,
 * and the residuals that are kept are those that the edges have, but for the roundings of what is done once a push, which are summed up as they
 * happen. No second pass over the citations is needed to prove the bound.
 *
 * <p><b>Threads.</b> Papers are cut into regions by age, each with a thread that sweeps it. What a paper gives goes into an array that its thread alone
 * writes to; between two rounds, each region takes what the arrays of the others hold for it. So a region of older papers follows the
 * newer ones a round behind; nothing is locked, and the result is a function of graph and number of threads.
 */
final class Sweeps {

    /** A sweep seldom leaves less than this share of what it moved. Where it does, one more look costs little. */
    private static final double LEAST_LEFT = 1e-4;

    /** Grains are made finer when what is moved has become smaller by this. */
    private static final double STALE = 1 / 64.0;

    /** Room in an int for more than is foreseen; what exceeds it goes to the doubles, which costs time and is no error. */
    private static final int HEADROOM = 8;

    private final CitationLists lists;
    private final double @Nullable [][] teleport;
    private final double damping;
    private final Regions regions;
    private final double[] score;

    /** What a paper keeps of its residual, beside the grains. */
    private final double[] rest;

    private final Grains[] given;
    private final double[] moved;
    private final double[] left;
    private final double[] largestPushed;
    private final double[] largestLeft;
    private final double[] roundings;
    private double grain;
    private double movedAtGrain;
    private int rounds;

    Sweeps(CitationLists lists, double @Nullable [][] teleport, double damping, Regions regions) {
        this.lists = lists;
        this.teleport = teleport;
        this.damping = damping;
        this.regions = regions;
        this.score = new double[lists.nodes()];
        this.rest = new double[lists.nodes()];
        this.given = new Grains[regions.count()];
        Arrays.setAll(given, _ -> new Grains(lists.nodes()));
        this.moved = new double[regions.count()];
        this.left = new double[regions.count()];
        this.largestPushed = new double[regions.count()];
        this.largestLeft = new double[regions.count()];
        this.roundings = new double[regions.count()];
    }

    double[] score() {
        return score;
    }

    int rounds() {
        return rounds;
    }

    /** Gives each paper its teleport as residual. */
    void start() {
        regions.each(region -> {
            double largest = 0;
            double rounded = 0;
            for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                rest[paper] = lists.isRemoved(paper) ? 0 : (1 - damping) * Teleport.weight(teleport, paper);
                largest = Math.max(largest, rest[paper]);
                rounded += 2 * rest[paper];
            }
            largestLeft[region] = largest;
            roundings[region] = rounded;
        });
        // The most cited of so many papers have scores of this order; where they have more, it costs time.
        grain = grainFor(Arrays.stream(largestLeft).max().orElse(0) * Math.sqrt(Math.max(1, score.length)));
    }

    private static double grainFor(double amount) {
        return amount > 0 ? Math.scalb(HEADROOM, Math.getExponent(amount) + 1 - (Integer.SIZE - 1)) : 1;
    }

    /** What the residuals of the edges have together at most: those that are left, and what was rounded on the way to them. */
    double residualL1() {
        return Arrays.stream(left).sum() + rounding();
    }

    /** What rounding can have made of the residuals, all papers together. */
    double rounding() {
        return 1.01 * Residuals.ROUNDING * Arrays.stream(roundings).sum();
    }

    /** Goes on from residuals that were computed from the edges, in chunks. */
    void restart(double[][] residual, double rounding) {
        regions.each(region -> {
            Arrays.fill(given[region].counts, 0);
            for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                rest[paper] = residual[paper >>> DoubleChunks.BITS][paper & DoubleChunks.MASK];
            }
        });
        Arrays.fill(roundings, 0);
        roundings[0] = rounding / Residuals.ROUNDING;
        regions.each(this::look);
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
        double smallest = enough / Math.max(1, score.length);
        int before = rounds;
        double total;
        do {
            int round = rounds++ - before;
            regions.each(region -> {
                // Older regions wait until the newer ones have given: what they swept before would be swept again.
                int turn = regions.count() - 1 - region;
                moved[region] = turn > round ? 0 : sweep(region, smallest);
            });
            total = round < regions.count() - 1
                    ? Double.POSITIVE_INFINITY
                    : Arrays.stream(moved).sum();
            boolean mayBeEnough = total * LEAST_LEFT <= enough;
            boolean stale = round == regions.count() - 1 || total <= movedAtGrain * STALE;
            if (mayBeEnough || stale) {
                settle(total);
            } else {
                Arrays.fill(left, Double.POSITIVE_INFINITY);
                exchange(_ -> {});
            }
        } while (Arrays.stream(left).sum() > enough);
    }

    /** Between two rounds: takes what others gave, finds what is left, and makes the grains as fine as that allows. */
    private void settle(double total) {
        exchange(this::look);
        double leftInAll = Arrays.stream(left).sum();
        double largest = Math.max(
                Arrays.stream(largestLeft).max().orElse(0),
                Arrays.stream(largestPushed).max().orElse(0) * Math.min(1, leftInAll / total));
        double finer = Math.min(grain, grainFor(largest));
        int shift = Math.min(Integer.SIZE - 2, Math.getExponent(grain) - Math.getExponent(finer));
        if (shift > 0) {
            double before = grain;
            grain = Math.scalb(grain, -shift);
            regions.each(region -> refine(region, shift, before));
        }
        movedAtGrain = total;
        Arrays.fill(largestPushed, 0);
    }

    private void exchange(Regions.Work andThen) {
        regions.each(region -> {
            takeFromOthers(region);
            andThen.of(region);
        });
        for (Grains each : given) {
            each.spilled = 0;
        }
    }

    private void look(int region) {
        int[] own = given[region].counts;
        double sum = 0;
        double largest = 0;
        for (int paper = regions.from(region); paper < regions.to(region); paper++) {
            double amount = Math.abs(own[paper] * grain + rest[paper]);
            sum += amount;
            largest = Math.max(largest, amount);
        }
        left[region] = sum * (1 + 1e-9);
        largestLeft[region] = largest;
    }

    private void refine(int region, int shift, double before) {
        int[] own = given[region].counts;
        for (int paper = regions.from(region); paper < regions.to(region); paper++) {
            int count = own[paper];
            if (count != 0) {
                int finer = count << shift;
                if (finer >> shift == count) {
                    own[paper] = finer;
                } else {
                    own[paper] = 0;
                    keep(region, paper, count * before);
                }
            }
        }
    }

    /** Adds to what a paper keeps; only its own region may. */
    private void keep(int region, int paper, double amount) {
        rest[paper] += amount;
        roundings[region] += Math.abs(rest[paper]);
    }

    /** Pushes what is larger than the smallest amount, and returns the sum of what was pushed. */
    private double sweep(int region, double smallest) {
        Grains grains = given[region];
        int[] counts = grains.counts;
        double unit = grain;
        double pushedUnit = unit / damping;
        double sum = 0;
        double rounded = 0;
        double largest = 0;
        for (int paper = regions.to(region) - 1; paper >= regions.from(region); paper--) {
            double amount = counts[paper] * unit + rest[paper];
            double size = Math.abs(amount);
            if (size <= smallest) {
                continue;
            }
            long entry = lists.entry(paper);
            int count = ListEntry.giving(entry);
            double pushed;
            if (count == 0) {
                pushed = amount;
            } else {
                double share = Math.rint(damping * amount / (unit * count));
                if (share == 0) {
                    continue;
                }
                pushed = share * count * pushedUnit;
                while (Math.abs(share) > Integer.MAX_VALUE) {
                    double part = Math.copySign(Integer.MAX_VALUE, share);
                    give(grains, entry, count, (int) part);
                    share -= part;
                }
                give(grains, entry, count, (int) share);
            }
            counts[paper] = 0;
            score[paper] += pushed;
            rest[paper] = amount - pushed;
            sum += size;
            largest = Math.max(largest, size);
            // Of the score and of what it stands for at the cited papers; of the amount, what was pushed of it and what
            // is kept.
            rounded += 2 * Math.abs(score[paper]) + 6 * size;
        }
        roundings[region] += rounded;
        largestPushed[region] = Math.max(largestPushed[region], largest);
        return sum;
    }

    private void give(Grains grains, long entry, int count, int share) {
        int[] counts = grains.counts;
        int[] list = lists.list(entry);
        int end = ListEntry.offset(entry) + count;
        for (int at = end - count; at < end; at++) {
            int before = counts[list[at]];
            int after = before + share;
            if (((before ^ after) & (share ^ after)) < 0) {
                grains.spill(list[at], before);
                after = share;
            }
            counts[list[at]] = after;
        }
    }

    private void takeFromOthers(int region) {
        int[] own = given[region].counts;
        int from = regions.from(region);
        int to = regions.to(region);
        for (int other = 0; other < given.length; other++) {
            Grains others = given[other];
            if (other != region) {
                for (int paper = from; paper < to; paper++) {
                    long sum = (long) own[paper] + others.counts[paper];
                    others.counts[paper] = 0;
                    own[paper] = (int) sum;
                    if ((int) sum != sum) {
                        own[paper] = 0;
                        keep(region, paper, sum * grain);
                    }
                }
            }
            for (int i = 0; i < others.spilled; i++) {
                int paper = others.spilledPapers[i];
                if (paper >= from && paper < to) {
                    keep(region, paper, others.spilledCounts[i] * grain);
                }
            }
        }
    }

    /** What the papers of a region gave, by cited paper, and what was too much for an int. */
    private static final class Grains {

        private final int[] counts;
        private int[] spilledPapers = {};
        private int[] spilledCounts = {};
        private int spilled;

        Grains(int papers) {
            counts = new int[papers];
        }

        void spill(int paper, int count) {
            if (spilled == spilledPapers.length) {
                spilledPapers = Arrays.copyOf(spilledPapers, 2 * spilled + 16);
                spilledCounts = Arrays.copyOf(spilledCounts, 2 * spilled + 16);
            }
            spilledPapers[spilled] = paper;
            spilledCounts[spilled++] = count;
        }
    }
}
