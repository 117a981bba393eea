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
 * <p><b>Threads.</b> In each step, the fronts are shared out among the threads. What a paper gives goes into an array that its thread alone
 * writes to; before a block is swept, its thread takes what the arrays of the others hold for it. Nothing is locked, and the result is a function of
 * graph and number of threads.
 */
final class Sweeps {

    private final CitationLists lists;
    private final double @Nullable [][] teleport;
    private final double damping;
    private final SolvingThreads threads;
    private final Fronts fronts;
    private final double[] score;

    /** By thread: what it gave, and what it took from the others to give on. A paper's residual is the sum. */
    private final double[][] received;

    private final double[] left;

    /** By thread: the sizes of all that was rounded. */
    private final double[] rounded;

    /** By thread: shares that were given. */
    private final long[] additions;

    private int sweeps;

    Sweeps(CitationLists lists, double @Nullable [][] teleport, double damping, SolvingThreads threads) {
        this.lists = lists;
        this.teleport = teleport;
        this.damping = damping;
        this.threads = threads;
        this.fronts = new Fronts(lists.nodes());
        this.received = new double[threads.count()][];
        // To be given zeros takes as long as a step.
        double[][] scores = new double[1][];
        threads.each(thread -> {
            received[thread] = new double[lists.nodes()];
            if (thread == 0) {
                scores[0] = new double[lists.nodes()];
            }
        });
        this.score = scores[0];
        this.left = new double[threads.count()];
        this.rounded = new double[threads.count()];
        this.additions = new long[threads.count()];
    }

    double[] score() {
        return score;
    }

    int sweeps() {
        return sweeps;
    }

    long additions() {
        return Arrays.stream(additions).sum();
    }

    /**
     * Gives each paper its teleport as residual, and to those ahead of it that it cites what it would give with its teleport as score: the first
     * sweep passes them before it knows better, and gives the difference afterwards.
     *
     * @return the sum of the teleport
     */
    double start() {
        double[] sums = new double[threads.count()];
        threads.each(thread -> {
            double[] given = received[thread];
            double sum = 0;
            double sizes = 0;
            for (int paper = threads.from(thread); paper < threads.to(thread); paper++) {
                double weight = weight(paper);
                given[paper] += (1 - damping) * weight;
                sizes += 2 * given[paper] + spreadAhead(given, paper, lists.entry(paper), weight);
                sum += weight;
            }
            sums[thread] = sum;
            rounded[thread] = sizes;
        });
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
                received[0][paper] = residual[paper >>> DoubleChunks.BITS][paper & DoubleChunks.MASK];
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
                take(0, threads.from(thread), threads.to(thread), thread);
                left[thread] = left(thread);
            });
            sweeps += Fronts.COUNT;
        } while (Arrays.stream(left).sum() > enough);
    }

    /** Takes for the blocks that it sweeps, and when all threads have taken, sweeps them. */
    private void step(int thread, int step, boolean first, double smallest) {
        int[] threadOf = fronts.share(step, threads.count());
        for (int front = 0; front < Fronts.COUNT; front++) {
            if (threadOf[front] == thread) {
                take(thread, fronts.from(step, front), fronts.to(step, front), thread);
            }
        }
        threads.meet();
        for (int front = 0; front < Fronts.COUNT; front++) {
            if (threadOf[front] == thread) {
                int from = fronts.from(step, front);
                int to = fronts.to(step, front);
                fronts.pushed(
                        front, first && front == 0 ? sweepFirst(thread, from, to) : sweep(thread, from, to, smallest));
            }
        }
        threads.meet();
    }

    /** What is left for a thread's stretch, where none but the first array has any. */
    private double left(int thread) {
        double sum = 0;
        for (int paper = threads.from(thread); paper < threads.to(thread); paper++) {
            sum += Math.abs(received[0][paper]);
        }
        // An addition of a billion sizes is off by less.
        return sum * (1 + 1e-6);
    }

    /** Every paper has all its teleport to give, and has told those ahead of it of that. Returns how many were pushed. */
    private int sweepFirst(int thread, int from, int to) {
        double[] given = received[thread];
        double sum = 0;
        double sizes = 0;
        long shares = 0;
        for (int paper = to - 1; paper >= from; paper--) {
            double amount = given[paper];
            given[paper] = 0;
            score[paper] = amount;
            sum += Math.abs(amount);
            long entry = lists.entry(paper);
            sizes += spread(given, entry, amount) + spreadAhead(given, paper, entry, -weight(paper));
            shares += ListEntry.giving(entry);
        }
        rounded[thread] += sizes + 4 * sum;
        additions[thread] += shares;
        return to - from;
    }

    /** Pushes what is larger than the smallest amount, and returns how many were. */
    private int sweep(int thread, int from, int to, double smallest) {
        double[] given = received[thread];
        double sum = 0;
        double sizes = 0;
        int pushes = 0;
        long shares = 0;
        for (int paper = to - 1; paper >= from; paper--) {
            double amount = given[paper];
            if (Math.abs(amount) > smallest) {
                given[paper] = 0;
                double now = score[paper] + amount;
                score[paper] = now;
                sum += Math.abs(amount);
                pushes++;
                long entry = lists.entry(paper);
                shares += ListEntry.giving(entry);
                // The score's rounding is missing in its own residual, and in what it is to give.
                sizes += 2 * Math.abs(now) + spread(given, entry, amount);
            }
        }
        rounded[thread] += sizes + 4 * sum;
        additions[thread] += shares;
        return pushes;
    }

    /** Gives each paper of a list its share of an amount, and returns the sizes of the sums. */
    private double spread(double[] given, long entry, double amount) {
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
    private double spreadAhead(double[] given, int citing, long entry, double amount) {
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

    /** Adds to the array of a thread what the others hold for some papers. */
    private void take(int into, int from, int to, int thread) {
        double[] own = received[into];
        double sizes = 0;
        for (int other = 0; other < received.length; other++) {
            if (other != into) {
                double[] others = received[other];
                for (int paper = from; paper < to; paper++) {
                    double amount = others[paper];
                    // Where few have given lately, hardly any place holds something.
                    if (amount != 0) {
                        double sum = own[paper] + amount;
                        own[paper] = sum;
                        others[paper] = 0;
                        sizes += Math.abs(sum);
                    }
                }
            }
        }
        rounded[thread] += sizes;
    }
}
