package org.citestream.pagerank;

import java.util.Arrays;
import java.util.NoSuchElementException;

/**
 * Ranks that are exact after every change of a score: rank 1 is the highest score, papers of equal score stand by ascending id. For a collection
 * whose scores move a few at a time, where building a {@link RankIndex} for each change would read all papers.
 *
 * <p>Papers lie sorted in blocks of at most 512, and a Fenwick tree [1] counts the papers of the blocks before each. Changing a score takes a paper
 * out of one block and puts it into another; asking for a rank adds up a path of the tree and searches one block. When a block is full it is
 * halved, and the tree built anew, which every 256 arrivals pay for together. 24 to 36 bytes a paper, if ids are dense.
 *
 * <p>Give it published scores, which are rounded ({@link Epoch#changedSince}): scores that differ in their last digits are no tie here. Not
 * thread-safe: one thread owns an instance.
 *
 * <ol>
 *   <li>P. Fenwick: A new data structure for cumulative frequency tables (1994).
 * </ol>
 */
public final class LiveRanks {

    private static final int BLOCK = 512;

    /** Ids of papers that are ranked, each with its score. */
    private final ScoreTable scores = new ScoreTable();

    private Block[] blocks = {new Block()};
    private int blockCount = 1;
    private int[] tree = new int[2];
    private int size;

    /** Papers in order of rank. */
    private static final class Block {
        final double[] scores = new double[BLOCK];
        final int[] ids = new int[BLOCK];
        int size;

        /** Where a paper stands, or would. */
        int place(double score, int id) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (before(scores[middle], ids[middle], score, id)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        void insert(double score, int id) {
            int at = place(score, id);
            System.arraycopy(scores, at, scores, at + 1, size - at);
            System.arraycopy(ids, at, ids, at + 1, size - at);
            scores[at] = score;
            ids[at] = id;
            size++;
        }

        void remove(double score, int id) {
            int at = place(score, id);
            size--;
            System.arraycopy(scores, at + 1, scores, at, size - at);
            System.arraycopy(ids, at + 1, ids, at, size - at);
        }

        Block half() {
            Block later = new Block();
            int kept = size / 2;
            later.size = size - kept;
            System.arraycopy(scores, kept, later.scores, 0, later.size);
            System.arraycopy(ids, kept, later.ids, 0, later.size);
            size = kept;
            return later;
        }
    }

    /** The number of papers ranked. */
    public int size() {
        return size;
    }

    /** Whether the paper of this id is ranked. */
    public boolean contains(int id) {
        return id >= 0 && scores.contains(id);
    }

    /**
     * Sets the score of a paper, which need not have had one.
     *
     * @param id not negative
     * @param score finite and not negative
     * @throws IllegalArgumentException when either is not; nothing is changed
     */
    public void set(int id, double score) {
        RankIndex.requireRankable(id, score);
        if (scores.contains(id)) {
            if (scores.get(id) == score) {
                return;
            }
            remove(id);
        }
        double key = score + 0.0;
        int number = blockOf(key, id);
        if (blocks[number].size == BLOCK) {
            split(number);
            number = blockOf(key, id);
        }
        blocks[number].insert(key, id);
        count(number, 1);
        scores.put(id, key);
        size++;
    }

    /**
     * Takes a paper out of the ranks.
     *
     * @return whether it was ranked
     */
    public boolean remove(int id) {
        if (!contains(id)) {
            return false;
        }
        double score = scores.get(id);
        int number = blockOf(score, id);
        blocks[number].remove(score, id);
        count(number, -1);
        scores.remove(id);
        size--;
        if (blocks[number].size == 0 && blockCount > 1) {
            System.arraycopy(blocks, number + 1, blocks, number, blockCount - number - 1);
            blockCount--;
            countAll();
        }
        return true;
    }

    /**
     * The score of a paper.
     *
     * @throws NoSuchElementException when no paper of this id is ranked
     */
    public double score(int id) {
        requireRanked(id);
        return scores.get(id);
    }

    /**
     * The rank of a paper, from 1 (the best) to {@link #size()}.
     *
     * @throws NoSuchElementException when no paper of this id is ranked
     */
    public int rank(int id) {
        requireRanked(id);
        double score = scores.get(id);
        int number = blockOf(score, id);
        int better = blocks[number].place(score, id);
        for (int at = number; at > 0; at -= at & -at) {
            better += tree[at];
        }
        return better + 1;
    }

    /**
     * The share of papers ranked below this one, in percent: (n − rank) / n · 100, from 0 to below 100.
     *
     * @throws NoSuchElementException when no paper of this id is ranked
     */
    public double percentile(int id) {
        return 100.0 * (size - rank(id)) / size;
    }

    /**
     * Ids in order of rank; fewer than asked for, or none, where the ranks end.
     *
     * @param firstRank the rank of the first, from 1 on
     * @param length how many at most, from 0 on
     * @throws IllegalArgumentException when either is below its range
     */
    public int[] page(int firstRank, int length) {
        RankIndex.requirePage(firstRank, length);
        int skipped = Math.min(firstRank - 1, size);
        int[] page = new int[Math.min(length, size - skipped)];
        int filled = 0;
        for (int number = 0; filled < page.length; number++) {
            Block block = blocks[number];
            int from = Math.min(skipped, block.size);
            int taken = Math.min(block.size - from, page.length - filled);
            System.arraycopy(block.ids, from, page, filled, taken);
            filled += taken;
            skipped -= from;
        }
        return page;
    }

    private void requireRanked(int id) {
        if (!contains(id)) {
            throw new NoSuchElementException("no paper with id %d among the %d ranked".formatted(id, size));
        }
    }

    /** The last block that starts with this paper or with one before it, or the first. */
    private int blockOf(double score, int id) {
        int low = 0;
        int high = blockCount - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            Block block = blocks[middle];
            if (before(score, id, block.scores[0], block.ids[0])) {
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        return low;
    }

    private static boolean before(double score, int id, double otherScore, int otherId) {
        return score > otherScore || (score == otherScore && id < otherId);
    }

    private void split(int number) {
        if (blockCount == blocks.length) {
            blocks = Arrays.copyOf(blocks, blockCount * 2);
        }
        System.arraycopy(blocks, number + 1, blocks, number + 2, blockCount - number - 1);
        blocks[number + 1] = blocks[number].half();
        blockCount++;
        countAll();
    }

    private void count(int number, int more) {
        for (int at = number + 1; at <= blockCount; at += at & -at) {
            tree[at] += more;
        }
    }

    private void countAll() {
        if (tree.length <= blockCount) {
            tree = new int[blocks.length + 1];
        }
        Arrays.fill(tree, 0);
        for (int at = 1; at <= blockCount; at++) {
            tree[at] += blocks[at - 1].size;
            int parent = at + (at & -at);
            if (parent <= blockCount) {
                tree[parent] += tree[at];
            }
        }
    }

    @Override
    public String toString() {
        return "LiveRanks[size=" + size + "]";
    }
}
