package org.citestream.pagerank;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Scores and residuals by position, in flat arrays, and the sweeps that settle them, in {@link Fronts}.
 *
 * <p><b>The bound.</b> Residuals that are kept differ from those that the edges have by what was rounded on the way. A result of one
 * operation is off by at most half a unit in its last place, which is {@link Residuals#ROUNDING} times its size [N. Higham: Accuracy and Stability of
 * Numerical Algorithms (2002), 3.3]. So the sizes of all results are summed up as they are made: of each addition to a residual, and once a
 * push of the score and the amount. With them, what is left proves the bound, and no second pass over the citations is needed.
 *
 * <p><b>Threads.</b> Each thread adds to the papers of its own {@link Ranges} alone. The first sweeps, and gives to what lies near; what it finds for
 * older papers it leaves to the others, who give it in the step that follows. Nothing is locked, the order in which a paper is given its shares is that of one thread, and
 * the result is a function of graph and number of threads.
 */
final class Sweeps {

    private final CitationLists lists;
    private final double @Nullable [][] teleport;
    private final double damping;
    private final SolvingThreads threads;
    private final Fronts fronts;
    private final Ranges ranges;
    private final double[] score;

    /** What each paper was given and has not given on. */
    private final double[] residual;

    /** By turns, step by step: what the first thread left to the others to give. */
    private final Pending[] pending = new Pending[2];

    private final double[] left;

    /** By thread: the sizes of all that was rounded. */
    private final double[] rounded;

    private long additions;

    private int sweeps;

    Sweeps(CitationLists lists, double @Nullable [][] teleport, double damping, SolvingThreads threads) {
        this.lists = lists;
        this.teleport = teleport;
        this.damping = damping;
        this.threads = threads;
        this.fronts = new Fronts(lists.nodes());
        this.ranges = new Ranges(lists, fronts, threads.count());
        // To be given zeros takes as long as a step.
        double[][] made = new double[2][];
        threads.each(thread -> {
            for (int each = thread; each < made.length; each += threads.count()) {
                made[each] = new double[lists.nodes()];
            }
        });
        this.score = made[0];
        this.residual = made[1];
        int expected = threads.count() == 1 ? 0 : 3 * fronts.blockSize();
        this.pending[0] = new Pending(expected);
        this.pending[1] = new Pending(expected);
        this.left = new double[threads.count()];
        this.rounded = new double[threads.count()];
    }

    double[] score() {
        return score;
    }

    int sweeps() {
        return sweeps;
    }

    long additions() {
        return additions;
    }

    /**
     * Gives each paper its teleport as residual, and to those ahead of it that it cites what it would give with its teleport as score: the first
     * sweep passes them before it knows better, and gives the difference afterwards.
     *
     * @return the sum of the teleport
     */
    double start() {
        double[] sums = new double[threads.count()];
        Pending[] ahead = new Pending[threads.count()];
        threads.each(thread -> {
            int to = threads.to(thread);
            double sum = 0;
            double sizes = 0;
            Pending beyond = new Pending(0);
            for (int paper = threads.from(thread); paper < to; paper++) {
                double weight = weight(paper);
                residual[paper] += (1 - damping) * weight;
                sizes += 2 * residual[paper] + spreadAhead(paper, weight, to, beyond);
                sum += weight;
            }
            ahead[thread] = beyond;
            sums[thread] = sum;
            rounded[thread] = sizes;
        });
        // From one stretch to another, in the order of the papers.
        for (Pending each : ahead) {
            for (int at = 0; at < each.count(); at++) {
                int cited = (int) each.to(at);
                residual[cited] += each.share(at);
                rounded[0] += Math.abs(residual[cited]);
            }
        }
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
        threads.each(thread -> {
            for (int paper = threads.from(thread); paper < threads.to(thread); paper++) {
                this.residual[paper] = residual[paper >>> DoubleChunks.BITS][paper & DoubleChunks.MASK];
            }
            left[thread] = left(thread);
        });
    }

    /** The sum of the scores. */
    double scoreSum() {
        double[] sums = new double[threads.count()];
        threads.each(thread -> {
            CompensatedSum sum = new CompensatedSum();
            for (int paper = threads.from(thread); paper < threads.to(thread); paper++) {
                sum.add(score[paper]);
            }
            sums[thread] = sum.value();
        });
        return CompensatedSum.of(sums);
    }

    /** Sweeps until the residuals that are left are together little enough. */
    void converge(double enough) {
        // Together they stay below it, rounding of the sum included.
        double smallest = enough / (Math.max(1, score.length) * (1 + 2e-6));
        do {
            fronts.start();
            boolean first = sweeps == 0;
            threads.each(thread -> {
                for (int step = 0; step < fronts.steps(); step++) {
                    step(thread, step, first, smallest);
                }
                givePending(thread, fronts.steps() - 1);
                threads.meet();
                left[thread] = left(thread);
            });
            sweeps += Fronts.COUNT;
        } while (Arrays.stream(left).sum() > enough);
    }

    /** The first thread sweeps, and the others give what it left to them in the step before. */
    private void step(int thread, int step, boolean first, double smallest) {
        boolean divides = step % Ranges.STEPS == 0;
        if (divides) {
            if (thread == 0) {
                ranges.divide(step);
            } else {
                givePending(thread, step - 1);
            }
            threads.meet();
        }
        if (thread == 0) {
            int bound = ranges.from(step, 0);
            Pending below = pending[step & 1];
            below.clear();
            for (int front = 0; front < Fronts.COUNT; front++) {
                int from = fronts.from(step, front);
                int to = fronts.to(step, front);
                fronts.pushed(
                        front,
                        first && front == 0
                                ? sweepFirst(from, to, bound, below)
                                : sweep(from, to, smallest, bound, below));
            }
        } else if (!divides) {
            givePending(thread, step - 1);
        }
        threads.meet();
    }

    /** What the first thread left in a step to give to a thread's range. */
    private void givePending(int thread, int step) {
        if (thread == 0 || step < 0) {
            return;
        }
        int from = ranges.from(step, thread);
        int to = ranges.from(step, thread - 1);
        Pending given = pending[step & 1];
        double sizes = 0;
        for (int i = 0; i < given.count(); i++) {
            long entry = given.to(i);
            double share = given.share(i);
            int[] list = lists.list(entry);
            int at = ListEntry.offset(entry);
            int end = at + ListEntry.counting(entry);
            while (at < end && list[at] < from) {
                at++;
            }
            for (; at < end && list[at] < to; at++) {
                double sum = residual[list[at]] + share;
                residual[list[at]] = sum;
                sizes += Math.abs(sum);
            }
        }
        rounded[thread] += sizes;
    }

    /** What is left for a thread's stretch. */
    private double left(int thread) {
        double sum = 0;
        for (int paper = threads.from(thread); paper < threads.to(thread); paper++) {
            sum += Math.abs(residual[paper]);
        }
        // An addition of a billion sizes is off by less.
        return sum * (1 + 1e-6);
    }

    /** Every paper has all its teleport to give, and has told those ahead of it of that. Returns how many were pushed. */
    private int sweepFirst(int from, int to, int bound, Pending below) {
        double sum = 0;
        double sizes = 0;
        for (int paper = to - 1; paper >= from; paper--) {
            double amount = residual[paper];
            residual[paper] = 0;
            score[paper] = amount;
            sum += Math.abs(amount);
            sizes += spread(paper, amount, bound, below) + spreadAhead(paper, -weight(paper), Integer.MAX_VALUE, below);
        }
        rounded[0] += sizes + 4 * sum;
        return to - from;
    }

    /** Pushes what is larger than the smallest amount, and returns how many were. */
    private int sweep(int from, int to, double smallest, int bound, Pending below) {
        double sum = 0;
        double sizes = 0;
        int pushes = 0;
        for (int paper = to - 1; paper >= from; paper--) {
            double amount = residual[paper];
            if (Math.abs(amount) > smallest) {
                residual[paper] = 0;
                double now = score[paper] + amount;
                score[paper] = now;
                sum += Math.abs(amount);
                pushes++;
                // The score's rounding is missing in its own residual, and in what it is to give.
                sizes += 2 * Math.abs(now) + spread(paper, amount, bound, below);
            }
        }
        rounded[0] += sizes + 4 * sum;
        return pushes;
    }

    /** Gives its share of an amount to each cited paper from a bound on, leaves those below it to others, and returns the sizes of the sums. */
    private double spread(int citing, double amount, int bound, Pending below) {
        long entry = lists.entry(citing);
        int count = ListEntry.giving(entry);
        if (count == 0) {
            return 0;
        }
        additions += count;
        double share = damping * amount / count;
        int[] list = lists.list(entry);
        int from = ListEntry.offset(entry);
        double sizes = 0;
        int at = from + count - 1;
        for (; at >= from && list[at] >= bound; at--) {
            double sum = residual[list[at]] + share;
            residual[list[at]] = sum;
            sizes += Math.abs(sum);
        }
        if (at >= from) {
            below.add(ListEntry.of(ListEntry.address(entry), false, at + 1 - from), share);
        }
        return sizes;
    }

    /** As {@link #spread}, but only to newer papers: a list is ascending, so they are at its end. Those from an end on are added to what is beyond. */
    private double spreadAhead(int citing, double amount, int end, Pending beyond) {
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
            if (list[at] >= end) {
                beyond.add(list[at], share);
                continue;
            }
            double sum = residual[list[at]] + share;
            residual[list[at]] = sum;
            sizes += Math.abs(sum);
        }
        return sizes;
    }
}
