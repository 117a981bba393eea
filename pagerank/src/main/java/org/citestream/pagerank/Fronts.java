package org.citestream.pagerank;

import java.util.Arrays;

/**
 * Several sweeps over the papers at once, one behind the other, newest papers first: the fronts of a wave. In each step, each front sweeps a block.
 *
 * <p>A sweep that is whole before the next begins leaves behind it what went to newer papers, and the next one has to carry that the whole way down again,
 * through nearly all papers. A front that follows closely finds it while what lies below has not been swept yet: what it adds goes on with what
 * the first front carries. So the fronts that follow push together as much as two whole sweeps, and what is left is little.
 *
 * <p>Close, but not closer than references to newer papers reach: they are mostly among papers of the same season. The distance is a fifty-seventh of all
 * papers, in several blocks where there are many, so that fronts which are swept by different threads at the same time miss little of each other.
 */
final class Fronts {

    static final int COUNT = 9;

    /** The distance of a front to the next is this share of all papers. */
    private static final int DISTANCE = 57;

    private static final int BLOCKS_A_DISTANCE = 9;
    private static final int SMALLEST_BLOCK = 256;

    /** To walk over a paper that has nothing to push costs this share of a push. */
    private static final int PAPERS_A_PUSH = 8;

    private final int papers;
    private final int blockSize;
    private final int blocks;

    /** How many blocks a front is behind the one before it. */
    private final int lag;

    /** By front: what its last block cost, in pushes; a whole block before its first. */
    private final int[] cost = new int[COUNT];

    Fronts(int papers) {
        this.papers = papers;
        this.blockSize = Math.max(SMALLEST_BLOCK, papers / (DISTANCE * BLOCKS_A_DISTANCE));
        this.blocks = (int) (((long) papers + blockSize - 1) / blockSize);
        this.lag = Math.max(1, papers / DISTANCE / blockSize);
    }

    /** Before the first step. */
    void start() {
        Arrays.fill(cost, blockSize);
    }

    int steps() {
        return blocks == 0 ? 0 : blocks + lag * (COUNT - 1);
    }

    /** The first paper of the block that a front sweeps in a step; {@link #to} where it has none. */
    int from(int step, int front) {
        return Math.max(0, to(step, front) - blockSize);
    }

    /** One after the last paper of that block. */
    int to(int step, int front) {
        int block = step - lag * front;
        return block < 0 || block >= blocks ? 0 : papers - block * blockSize;
    }

    /** Tells how many papers of its block a front pushed. */
    void pushed(int front, int pushes) {
        cost[front] = pushes + blockSize / PAPERS_A_PUSH;
    }

    /**
     * Which thread sweeps which front in a step: the dearest front first, each by the thread that has least to do so far. Every thread finds
     * the same.
     */
    int[] share(int step, int threads) {
        int[] threadOf = new int[COUNT];
        if (threads == 1) {
            return threadOf;
        }
        long[] load = new long[threads];
        boolean[] shared = new boolean[COUNT];
        for (int turn = 0; turn < COUNT; turn++) {
            int dearest = -1;
            for (int front = 0; front < COUNT; front++) {
                if (!shared[front] && (dearest < 0 || cost[front] > cost[dearest])) {
                    dearest = front;
                }
            }
            int idlest = 0;
            for (int thread = 1; thread < threads; thread++) {
                idlest = load[thread] < load[idlest] ? thread : idlest;
            }
            shared[dearest] = true;
            threadOf[dearest] = idlest;
            load[idlest] += to(step, dearest) == 0 ? 0 : cost[dearest];
        }
        return threadOf;
    }
}
