package org.citestream.pagerank;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The order in which papers are pushed: a permutation of the papers, oldest at position 0.
 *
 * <p>Papers mostly arrive in order of publication, so a new paper takes the last position whatever its date, which costs
 * nothing: until the first {@link #sort} the position is the number of the paper, and not stored. One that is older than a paper before it
 * is misplaced: pushes are still right, only more of them are needed. When an eighth of all papers is misplaced, {@link #sort} puts
 * everything in order; between two sorts the graph grows by an eighth at least, so sorting costs each arriving paper a
 * constant number of comparisons times log n. Sorting itself takes all papers at once, and 20 bytes each for a while.
 */
final class PushOrder {

    private static final int TOLERATED_MISPLACED = 64;
    private static final int TOLERATED_SHARE = 8;

    private final IntChunks publicationOrder = new IntChunks();
    private @Nullable IntChunks position;
    private @Nullable IntChunks paperAt;
    private int size;
    private int misplaced;
    private int newest = Integer.MIN_VALUE;

    /** An order as it is now and stays; {@code paperAt} is null where each paper's position is its number. */
    record Frozen(IntChunks.Frozen publicationOrder, IntChunks.@Nullable Frozen paperAt, int misplaced, int newest) {}

    /** Appends the next paper and returns its number. */
    int append(int paperPublicationOrder) {
        int paper = size;
        publicationOrder.append(paperPublicationOrder);
        if (position != null && paperAt != null) {
            position.append(paper);
            paperAt.append(paper);
        }
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

    int position(int paper) {
        return position == null ? paper : position.get(paper);
    }

    int paperAt(int at) {
        return paperAt == null ? at : paperAt.get(at);
    }

    /** Whether so many papers are misplaced that sorting pays. */
    boolean isWorn() {
        return misplaced > TOLERATED_MISPLACED && (long) misplaced * TOLERATED_SHARE > size;
    }

    /** Sorts by publication order, then by arrival. Every position may change. */
    void sort() {
        long[] keys = new long[size];
        for (int paper = 0; paper < size; paper++) {
            keys[paper] = ((long) publicationOrder.get(paper) << 32) | paper;
        }
        Arrays.sort(keys);
        IntChunks sorted = new IntChunks();
        for (long key : keys) {
            sorted.append((int) key);
        }
        arrange(sorted);
        misplaced = 0;
    }

    /** Memory that an entry takes: its date, and once they were sorted where it stands and who stands there. */
    int bytesPerPaper() {
        return position == null ? Integer.BYTES : 3 * Integer.BYTES;
    }

    Frozen freeze() {
        return new Frozen(publicationOrder.freeze(), paperAt == null ? null : paperAt.freeze(), misplaced, newest);
    }

    /** Takes an order that was frozen up to its end; this one holds the same papers in order of arrival. */
    void restore(@Nullable IntChunks frozenPaperAt, int frozenMisplaced, int frozenNewest) {
        if (frozenPaperAt != null) {
            arrange(frozenPaperAt);
        }
        misplaced = frozenMisplaced;
        newest = frozenNewest;
    }

    private void arrange(IntChunks papers) {
        IntChunks positions = new IntChunks();
        for (int paper = 0; paper < size; paper++) {
            positions.append(0);
        }
        for (int at = 0; at < size; at++) {
            positions.set(papers.get(at), at);
        }
        paperAt = papers;
        position = positions;
    }
}
