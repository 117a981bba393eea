package org.citestream.pagerank;

import java.util.Arrays;

/**
 * Which papers each thread adds to, for some steps of the {@link Fronts}: the first to those that are swept meanwhile and to all newer ones, the
 * others to ranges of those below. The bounds are such that all have about as many additions to make, which a sample of the references that
 * are about to be followed tells.
 */
final class Ranges {

    /** Steps for which the bounds stay. */
    static final int STEPS = 24;

    /** The first thread also looks at all papers that are swept, so it has less to add. */
    private static final double SHARE_OF_FIRST = 0.36;

    private static final int SAMPLED = 2_048;
    private static final int SAMPLED_PAPERS = SAMPLED / 4;
    private static final int MOST_OF_A_LIST = 16;

    private final CitationLists lists;
    private final Fronts fronts;
    private final int threads;
    private final int[] sample = new int[SAMPLED];

    /** By turns: the bounds from the newest to the oldest, the last one zero. */
    private final int[][] bounds;

    Ranges(CitationLists lists, Fronts fronts, int threads) {
        this.lists = lists;
        this.fronts = fronts;
        this.threads = threads;
        this.bounds = new int[2][threads];
    }

    /** The first paper that a thread adds to in a step; it ends where the range of the thread before it begins. */
    int from(int step, int thread) {
        return bounds[step / STEPS & 1][thread];
    }

    /** Divides for the steps from one on; those of the steps before stay to be read. */
    void divide(int step) {
        int[] next = bounds[step / STEPS & 1];
        Arrays.fill(next, 0);
        int bound = fronts.from(step + STEPS - 1, 0);
        int count = bound == 0 || threads == 1 ? 0 : sample(step);
        if (count == 0) {
            return;
        }
        Arrays.sort(sample, 0, count);
        for (int thread = 0; thread < threads - 1; thread++) {
            double below = (1 - SHARE_OF_FIRST) * (threads - 1 - thread) / (threads - 1);
            bound = Math.min(bound, sample[(int) (below * count)]);
            next[thread] = bound;
        }
    }

    /** Some of the papers that are cited by those that the fronts come to, and how many. */
    private int sample(int step) {
        long costs = 0;
        for (int front = 0; front < Fronts.COUNT; front++) {
            costs += fronts.cost(step, front);
        }
        int count = 0;
        for (int front = 0; front < Fronts.COUNT; front++) {
            int to = fronts.to(step, front);
            int from = fronts.from(step + STEPS - 1, front);
            int papers = (int) (SAMPLED_PAPERS * (long) fronts.cost(step, front) / Math.max(1, costs));
            for (int i = 0; i < papers; i++) {
                count = sample(from + (int) ((to - from) * (i + 0.5) / papers), count);
            }
        }
        return count;
    }

    private int sample(int citing, int sampled) {
        long entry = lists.entry(citing);
        int giving = ListEntry.giving(entry);
        if (giving == 0) {
            return sampled;
        }
        int[] list = lists.list(entry);
        int taken = Math.min(Math.min(giving, MOST_OF_A_LIST), SAMPLED - sampled);
        for (int i = 0; i < taken; i++) {
            sample[sampled + i] = list[ListEntry.offset(entry) + (int) ((long) giving * i / taken)];
        }
        return sampled + taken;
    }
}
