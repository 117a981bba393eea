package org.citestream.pagerank;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Who cites whom: per paper the papers it cites, and nothing in the other direction.
 *
 * <p>A list holds every reference that was set, in two ascending parts: first the <em>counting</em> ones, whose cited
 * paper is present, then the <em>resting</em> ones, whose cited paper was removed. So a push walks the first part
 * without asking about any paper, and a removed paper gets its citations back when it is restored.
 *
 * <p>Removing and restoring a paper scans all lists for it, since a reverse index would double the memory of citations
 * for something that happens to one paper in ten thousand; lists are ascending, so most are passed by at a glance.
 */
final class CitationGraph {

    private static final long TOLERATED_GARBAGE = 1 << 16;

    private final PushOrder order = new PushOrder();
    private final BitSet removed = new BitSet();
    private ReferencePool pool = new ReferencePool();
    private long[] address = new long[16];
    private int[] counting = new int[16];
    private int[] listed = new int[16];
    private int removedPapers;
    private long citations;
    private long garbage;

    int addPaper(int publicationOrder) {
        int paper = order.append(publicationOrder);
        if (paper == address.length) {
            int capacity = Capacity.grown(paper);
            address = Arrays.copyOf(address, capacity);
            counting = Arrays.copyOf(counting, capacity);
            listed = Arrays.copyOf(listed, capacity);
        }
        return paper;
    }

    /** @throws IllegalArgumentException when the graph has no such paper */
    void requirePaper(int paper) {
        if (paper < 0 || paper >= nodes()) {
            throw new IllegalArgumentException(
                    "paper %d is unknown: the graph has %d, numbered from 0".formatted(paper, nodes()));
        }
    }

    int nodes() {
        return order.size();
    }

    int papers() {
        return order.size() - removedPapers;
    }

    long citations() {
        return citations;
    }

    boolean isRemoved(int paper) {
        return removed.get(paper);
    }

    PushOrder order() {
        return order;
    }

    /** The chunk that holds the references of a paper, from {@link #offset} on. */
    int[] chunk(int paper) {
        return pool.chunk(address[paper]);
    }

    int offset(int paper) {
        return ReferencePool.offset(address[paper]);
    }

    /** How many references of a paper count; for a removed paper those that would. */
    int counting(int paper) {
        return counting[paper];
    }

    /** What replacing the references of {@code citing} by {@code set} would change. */
    ReferenceChange compare(int citing, ReferenceSet set) {
        int common = 0;
        if (listed[citing] > 0) {
            int[] list = chunk(citing);
            int from = offset(citing);
            int middle = from + counting[citing];
            common = set.common(list, from, middle) + set.common(list, middle, from + listed[citing]);
        }
        return new ReferenceChange(set.size() - common, listed[citing] - common, set.repeated(), set.selfLoops());
    }

    void replace(int citing, ReferenceSet set) {
        citations -= present(citing) ? counting[citing] : 0;
        if (set.size() > listed[citing]) {
            garbage += listed[citing];
            address[citing] = pool.allocate(set.size());
        } else {
            garbage += listed[citing] - set.size();
        }
        listed[citing] = set.size();
        int count = 0;
        if (set.size() > 0) {
            int[] list = chunk(citing);
            int next = offset(citing);
            int resting = next + set.size();
            for (int i = set.size() - 1; i >= 0; i--) {
                if (removed.get(set.get(i))) {
                    list[--resting] = set.get(i);
                }
            }
            count = resting - next;
            for (int i = 0; next < resting; i++) {
                if (!removed.get(set.get(i))) {
                    list[next++] = set.get(i);
                }
            }
        }
        counting[citing] = count;
        citations += present(citing) ? count : 0;
    }

    void setRemoved(int paper, boolean isRemoved) {
        removed.set(paper, isRemoved);
        removedPapers += isRemoved ? 1 : -1;
        citations += isRemoved ? -counting[paper] : counting[paper];
    }

    /** Whether a counting reference of {@code citing} is {@code cited}. */
    boolean counts(int citing, int cited) {
        int count = counting[citing];
        if (count == 0) {
            return false;
        }
        int from = offset(citing);
        return holds(chunk(citing), from, from + count, cited);
    }

    /** Whether a resting reference of {@code citing} is {@code cited}. */
    boolean rests(int citing, int cited) {
        if (listed[citing] == counting[citing]) {
            return false;
        }
        int from = offset(citing);
        return holds(chunk(citing), from + counting[citing], from + listed[citing], cited);
    }

    /** Moves a counting reference to the resting ones. */
    void rest(int citing, int cited) {
        int[] list = chunk(citing);
        int from = offset(citing);
        int last = from + counting[citing] - 1;
        int at = Arrays.binarySearch(list, from, last + 1, cited);
        System.arraycopy(list, at + 1, list, at, last - at);
        int insert = last;
        for (int end = from + listed[citing]; insert + 1 < end && list[insert + 1] < cited; insert++) {
            list[insert] = list[insert + 1];
        }
        list[insert] = cited;
        counting[citing]--;
        citations -= present(citing) ? 1 : 0;
    }

    /** Moves a resting reference to the counting ones. */
    void count(int citing, int cited) {
        int[] list = chunk(citing);
        int from = offset(citing);
        int first = from + counting[citing];
        int at = Arrays.binarySearch(list, first, from + listed[citing], cited);
        System.arraycopy(list, first, list, first + 1, at - first);
        int insert = first;
        for (; insert > from && list[insert - 1] > cited; insert--) {
            list[insert] = list[insert - 1];
        }
        list[insert] = cited;
        counting[citing]++;
        citations += present(citing) ? 1 : 0;
    }

    /** The counting references of a paper, ascending. */
    int[] references(int paper) {
        if (counting[paper] == 0 || !present(paper)) {
            return new int[0];
        }
        return Arrays.copyOfRange(chunk(paper), offset(paper), offset(paper) + counting[paper]);
    }

    /** Copies the lists together, in push order, when half of their memory is no list any more. */
    void compactIfWorn() {
        if (garbage < TOLERATED_GARBAGE || garbage * 2 < pool.length()) {
            return;
        }
        ReferencePool compacted = new ReferencePool();
        int[] paperAt = order.papersByPosition();
        for (int at = nodes() - 1; at >= 0; at--) {
            int paper = paperAt[at];
            if (listed[paper] > 0) {
                long to = compacted.allocate(listed[paper]);
                System.arraycopy(
                        chunk(paper), offset(paper), compacted.chunk(to), ReferencePool.offset(to), listed[paper]);
                address[paper] = to;
            }
        }
        pool = compacted;
        garbage = 0;
    }

    private boolean present(int paper) {
        return !removed.get(paper);
    }

    private static boolean holds(int[] list, int from, int to, int cited) {
        return list[from] <= cited && list[to - 1] >= cited && Arrays.binarySearch(list, from, to, cited) >= 0;
    }
}
