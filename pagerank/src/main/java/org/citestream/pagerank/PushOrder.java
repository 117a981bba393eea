package org.citestream.pagerank;

import java.util.Arrays;

/**
 * The order in which papers are pushed: a permutation of the papers, oldest at position 0.
 *
 * <p>Papers mostly arrive in order of publication, so a new paper takes the last position whatever its date, which costs
 * nothing. One that is older than a paper before it is misplaced: pushes are still right, only more of them are needed.
 * When an eighth of all papers is misplaced, {@link #sort} puts everything in order; between two sorts the graph grows by
 * an eighth at least, so sorting costs each arriving paper a constant number of comparisons times log n.
 */
final class PushOrder {

    private static final int TOLERATED_MISPLACED = 64;
    private static final int TOLERATED_SHARE = 8;

    private int[] publicationOrder = new int[16];
    private int[] position = new int[16];
    private int[] paperAt = new int[16];
    private int size;
    private int misplaced;
    private int newest = Integer.MIN_VALUE;

    /** Appends the next paper and returns its number. */
    int append(int paperPublicationOrder) {
        int paper = size;
        if (paper == publicationOrder.length) {
            int capacity = Capacity.grown(paper);
            publicationOrder = Arrays.copyOf(publicationOrder, capacity);
            position = Arrays.copyOf(position, capacity);
            paperAt = Arrays.copyOf(paperAt, capacity);
        }
        publicationOrder[paper] = paperPublicationOrder;
        position[paper] = paper;
        paperAt[paper] = paper;
        size++;
        if (paperPublicationOrder < newest) {
            misplaced++;
        } else {
            newest = paperPublicationOrder;
        }
        return paper;
    }

    int size() {
        return size;
    }

    /** Positions by paper; longer than the number of papers. Not to be kept across {@link #append}. */
    int[] positions() {
        return position;
    }

    /** Papers by position; longer than the number of papers. Not to be kept across {@link #append}. */
    int[] papersByPosition() {
        return paperAt;
    }

    /** Whether so many papers are misplaced that sorting pays. */
    boolean isWorn() {
        return misplaced > TOLERATED_MISPLACED && (long) misplaced * TOLERATED_SHARE > size;
    }

    /** Sorts by publication order, then by arrival. Every position may change. */
    void sort() {
        long[] keys = new long[size];
        for (int paper = 0; paper < size; paper++) {
            keys[paper] = ((long) publicationOrder[paper] << 32) | paper;
        }
        Arrays.sort(keys);
        for (int at = 0; at < size; at++) {
            int paper = (int) keys[at];
            paperAt[at] = paper;
            position[paper] = at;
        }
        misplaced = 0;
    }
}
