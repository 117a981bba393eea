package org.citestream.pagerank;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Scores and residuals by position, in flat arrays, and the rounds that settle them.
 *
 * <p><b>Shares are whole numbers.</b> What bounds a sweep is memory: it adds to a place anywhere among the papers for each citation. So what is added to
 * are ints, four bytes a paper and not eight, which a cache holds of twice as many papers. An int counts grains, of a size that is a power of two
 * and becomes finer from round to round as residuals become smaller. A push gives each cited paper the share that is due, rounded to whole grains, and counts as
 * pushed exactly what was given; the rest stays with the citing paper, as a double. So nothing is lost: sums of grains are exact in any order,
 * and the residuals that are kept are those that the edges have, but for the roundings of what is done once a push, which are summed up as they
 * happen. No second pass over the citations is needed to prove the bound.
 *
 * <p>A sweep leaves no grains behind: a paper takes those that it was given when its turn comes, and what is sent ahead, to papers that had their
 * turn, goes to their doubles, one citation in a hundred. So each round may have grains of its own size.
 *
 * <p><b>Threads.</b> Papers are cut into regions by age, each with a thread that sweeps it. What a paper gives goes into an array that its thread alone
 * writes to; between two rounds, each region takes what the others hold for it. So a region of older papers follows the
 * newer ones a round behind; nothing is locked, and the result is a function of graph and number of threads.
 */
final class Sweeps {

    /** A sweep seldom leaves less than this share of what it moved. Where it does, one more look costs little. */
    private static final double LEAST_LEFT = 1e-4;

    /** Room in an int for more than is foreseen; what exceeds it goes to the doubles, which costs time and is no error. */
    private static final int HEADROOM = 4;

    /** As if no sweep made amounts smaller by more: where it is not known yet, or the last one made everything small. */
    private static final double FASTEST = 1 / 16.0;

    private final CitationLists lists;
    private final double @Nullable [][] teleport;
    private final double damping;
    private final Regions regions;
    private final double[] score;

    /** What a paper has of its residual, beside the grains that it is given in a sweep. */
    private final double[] rest;

    private final Gifts[] gifts;
    private final double[] moved;
    private final double[] left;
    private final double[] largest;
    private final double[] roundings;
    private double grain;
    private int rounds;

    Sweeps(CitationLists lists, double @Nullable [][] teleport, double damping, Regions regions) {
        this.lists = lists;
        this.teleport = teleport;
        this.damping = damping;
        this.regions = regions;
        this.score = new double[lists.nodes()];
        this.rest = new double[lists.nodes()];
        this.gifts = new Gifts[regions.count()];
        Arrays.setAll(gifts, region -> new Gifts(lists.nodes(), regions.from(region), regions.to(region)));
        this.moved = new double[regions.count()];
        this.left = new double[regions.count()];
        this.largest = new double[regions.count()];
        this.roundings = new double[regions.count()];
    }

    double[] score() {
        return score;
    }

    int rounds() {
        return rounds;
    }

    /** Gives each paper its teleport as residual, and returns the sum of all. */
    double start() {
        regions.each(region -> {
            double most = 0;
            double sum = 0;
            for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                double given = lists.isRemoved(paper) ? 0 : (1 - damping) * Teleport.weight(teleport, paper);
                rest[paper] = given;
                most = Math.max(most, given);
                sum += given;
            }
            largest[region] = most;
            left[region] = sum;
            roundings[region] = 2 * sum;
        });
        // The most cited of so many papers have scores of this order; where they have more, it costs time.
        setGrain(most() * Math.sqrt(Math.max(1, score.length)));
        return Arrays.stream(left).sum();
    }

    private double most() {
        return Arrays.stream(largest).max().orElse(0);
    }

    /** Grains as fine as the largest amount that is foreseen allows. */
    private void setGrain(double foreseen) {
        grain = foreseen > 0 ? Math.scalb(HEADROOM, Math.getExponent(foreseen) + 1 - (Integer.SIZE - 1)) : 1;
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
            for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                rest[paper] = residual[paper >>> DoubleChunks.BITS][paper & DoubleChunks.MASK];
            }
        });
        Arrays.fill(roundings, 0);
        roundings[0] = rounding / Residuals.ROUNDING;
        Arrays.fill(largest, 0);
        look();
        setGrain(most());
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
        double total = Double.POSITIVE_INFINITY;
        do {
            int round = rounds++ - before;
            Arrays.fill(largest, 0);
            regions.each(region -> {
                // Older regions wait until the newer ones have given: what they swept before would be swept again.
                int turn = regions.count() - 1 - region;
                moved[region] = turn > round ? 0 : sweep(region, smallest);
            });
            regions.each(this::takeFromOthers);
            for (Gifts each : gifts) {
                each.clearSent();
            }
            double last = total;
            total = round < regions.count() - 1
                    ? Double.POSITIVE_INFINITY
                    : Arrays.stream(moved).sum();
            if (total * LEAST_LEFT <= enough) {
                look();
            } else {
                Arrays.fill(left, Double.POSITIVE_INFINITY);
            }
            if (total < Double.POSITIVE_INFINITY) {
                foresee(total / last);
            }
        } while (Arrays.stream(left).sum() > enough);
    }

    /** The next sweep will have amounts that are smaller than those of the last one as those were than the ones before. */
    private void foresee(double ratio) {
        double most = most();
        if (most > 0) {
            setGrain(most * Math.clamp(ratio, FASTEST, 1));
        } else {
            look();
            setGrain(most());
        }
    }

    /** Finds what is left. */
    private void look() {
        regions.each(region -> {
            double sum = 0;
            double most = largest[region];
            for (int paper = regions.from(region); paper < regions.to(region); paper++) {
                double amount = Math.abs(rest[paper]);
                sum += amount;
                most = Math.max(most, amount);
            }
            left[region] = sum * (1 + 1e-9);
            largest[region] = most;
        });
    }

    /** Pushes what is larger than the smallest amount, and returns the sum of what was pushed. */
    private double sweep(int region, double smallest) {
        Gifts given = gifts[region];
        int[] grains = given.grains;
        int from = regions.from(region);
        int to = regions.to(region);
        double unit = grain;
        double unitOfGiver = unit / damping;
        double dampingInUnits = damping / unit;
        double sum = 0;
        double rounded = 0;
        double most = 0;
        for (int paper = to - 1; paper >= from; paper--) {
            int received = grains[paper];
            double amount = received * unit + rest[paper];
            double size = Math.abs(amount);
            if (size <= smallest) {
                if (received != 0) {
                    grains[paper] = 0;
                    rest[paper] = amount;
                }
                continue;
            }
            grains[paper] = 0;
            long entry = lists.entry(paper);
            int count = ListEntry.giving(entry);
            double pushed = amount;
            if (count > 0) {
                double share = Math.rint(dampingInUnits * amount / count);
                pushed = share * count * unitOfGiver;
                given.give(lists.list(entry), ListEntry.offset(entry), count, share, paper, unit, rest);
            }
            double now = score[paper] + pushed;
            score[paper] = now;
            rest[paper] = amount - pushed;
            sum += size;
            most = Math.max(most, size);
            // Of the score and of what it stands for at the cited papers; the amount's own are added below.
            rounded += 2 * Math.abs(now);
        }
        largest[region] = most;
        roundings[region] += rounded + 8 * sum + given.takeRounded();
        return sum;
    }

    private void takeFromOthers(int region) {
        int from = regions.from(region);
        int to = regions.to(region);
        double rounded = 0;
        for (int other = 0; other < gifts.length; other++) {
            if (other != region) {
                int[] grains = gifts[other].grains;
                for (int paper = from; paper < to; paper++) {
                    if (grains[paper] != 0) {
                        rest[paper] += grains[paper] * grain;
                        rounded += Math.abs(rest[paper]);
                        grains[paper] = 0;
                    }
                }
            }
            rounded += gifts[other].takeSent(from, to, rest);
        }
        roundings[region] += rounded;
    }
}
