package org.citestream.pagerank;

import java.util.Arrays;

/**
 * Who cites whom: per paper the papers it cites, and nothing in the other direction.
 *
 * <p>A list holds every reference that was set, in two ascending parts: first the <em>counting</em> ones, whose cited
 * paper is present, then the <em>resting</em> ones, whose cited paper was removed. So a push walks the first part
 * without asking about any paper, and a removed paper gets its citations back when it is restored.
 *
 * <p>Removing and restoring a paper scans all lists for it, since a reverse index would double the memory of citations
 * for something that happens to one paper in ten thousand; lists are ascending, so most are passed by at a glance, and many papers are looked for in one scan. A paper that no list has ever
 * named, such as one that is removed as soon as it is there, is told by a bit of its own.
 *
 * <p>A list is never changed: another is written, and the entry of the paper points to it. So {@link #freeze} copies no list.
 */
final class CitationGraph {

    private static final long TOLERATED_GARBAGE = 1 << 16;

    /** As many as an array can have places. */
    private static final int MOST_PAPERS = Integer.MAX_VALUE - 8;

    private final int mostPapers;

    /** The papers that a list has ever named: the others can be removed without a look at all lists. */
    private final BitChunks named = new BitChunks();

    private final PushOrder order = new PushOrder();
    private final LongChunks entries = new LongChunks();
    private ReferencePool pool = new ReferencePool();
    private int removedPapers;
    private long citations;
    private long garbage;

    CitationGraph() {
        this(MOST_PAPERS);
    }

    CitationGraph(int mostPapers) {
        this.mostPapers = mostPapers;
    }

    /** @throws IllegalStateException when the graph is full */
    int addPaper(int publicationOrder) {
        if (nodes() >= mostPapers) {
            throw new IllegalStateException("the graph is full: it has %d papers".formatted(nodes()));
        }
        int paper = order.append(publicationOrder);
        entries.append(0);
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
        return ListEntry.isRemoved(entries.get(paper));
    }

    /** Memory that the lists take, and the note of whom they name. */
    long bytesOfLists() {
        return pool.bytes() + named.bytes();
    }

    PushOrder order() {
        return order;
    }

    /** The {@link ListEntry} of a paper. */
    long entry(int paper) {
        return entries.get(paper);
    }

    /** The chunk that holds the references of an entry, from {@link ListEntry#offset} on. */
    int[] list(long entry) {
        return pool.chunks()[ListEntry.chunk(entry)];
    }

    /** The citations as they are now and stay. */
    CitationLists freeze() {
        return new CitationLists(entries.freeze(), pool.chunks(), nodes());
    }

    /** What replacing the references of {@code citing} by {@code set} would change. */
    ReferenceChange compare(int citing, ReferenceSet set) {
        long entry = entries.get(citing);
        int listed = listed(entry);
        int common = 0;
        if (listed > 0) {
            int[] list = list(entry);
            int from = ListEntry.offset(entry);
            int middle = from + ListEntry.counting(entry);
            common = set.common(list, from, middle) + set.common(list, middle, from + listed);
        }
        return new ReferenceChange(set.size() - common, listed - common, set.repeated(), set.selfLoops());
    }

    /** Whether a list may name a paper, counting or resting. */
    boolean mayBeNamed(int paper) {
        return named.contains(paper);
    }

    void replace(int citing, ReferenceSet set) {
        for (int i = 0; i < set.size(); i++) {
            named.add(set.get(i));
        }
        long before = entries.get(citing);
        discard(before);
        if (set.size() == 0) {
            put(citing, before, 0, 0);
            return;
        }
        long address = allocate(set.size());
        int[] list = pool.chunks()[ReferencePool.chunk(address)];
        int next = ReferencePool.offset(address) + 1;
        int resting = next + set.size();
        for (int i = set.size() - 1; i >= 0; i--) {
            if (isRemoved(set.get(i))) {
                list[--resting] = set.get(i);
            }
        }
        int count = resting - next;
        for (int i = 0; next < resting; i++) {
            if (!isRemoved(set.get(i))) {
                list[next++] = set.get(i);
            }
        }
        put(citing, before, address, count);
    }

    /** Appends a paper with a list as {@link CitationLists#list} holds it, of which {@code counting} count. */
    void restore(int publicationOrder, boolean removed, int counting, int[] listed, int length) {
        int paper = addPaper(publicationOrder);
        long address = 0;
        for (int i = 0; i < length; i++) {
            named.add(listed[i]);
        }
        if (length > 0) {
            address = allocate(length);
            System.arraycopy(
                    listed, 0, pool.chunks()[ReferencePool.chunk(address)], ReferencePool.offset(address) + 1, length);
        }
        entries.set(paper, ListEntry.of(address, removed, counting));
        removedPapers += removed ? 1 : 0;
        citations += removed ? 0 : counting;
    }

    void setRemoved(int paper, boolean isRemoved) {
        long entry = entries.get(paper);
        int counting = ListEntry.counting(entry);
        entries.set(paper, ListEntry.of(ListEntry.address(entry), isRemoved, counting));
        removedPapers += isRemoved ? 1 : -1;
        citations += isRemoved ? -counting : counting;
    }

    /** Whether {@code citing} has this paper among its resting references, or else among its counting ones. */
    boolean names(int citing, int cited, boolean resting) {
        long entry = entries.get(citing);
        int from = from(entry, resting);
        int to = to(entry, resting);
        return from < to && CitationLists.holds(list(entry), from, to, cited);
    }

    /** How many resting references of {@code citing}, or else counting ones, are among these papers. */
    int among(int citing, BitChunks papers, boolean resting) {
        long entry = entries.get(citing);
        int from = from(entry, resting);
        int to = to(entry, resting);
        int among = 0;
        if (from < to) {
            int[] list = list(entry);
            for (int at = from; at < to; at++) {
                among += papers.contains(list[at]) ? 1 : 0;
            }
        }
        return among;
    }

    private int from(long entry, boolean resting) {
        return ListEntry.offset(entry) + (resting ? ListEntry.counting(entry) : 0);
    }

    private int to(long entry, boolean resting) {
        return ListEntry.offset(entry) + (resting ? listed(entry) : ListEntry.counting(entry));
    }

    /**
     * Moves all references of {@code citing} that are among these papers from the resting ones to the counting ones, or the other way.
     *
     * @param count how many there are
     */
    void move(int citing, BitChunks papers, int count, boolean toCounting) {
        long entry = entries.get(citing);
        int[] old = list(entry);
        int listed = listed(entry);
        int counting = ListEntry.counting(entry) + (toCounting ? count : -count);
        long address = allocate(listed);
        int[] list = pool.chunks()[ReferencePool.chunk(address)];
        int first = ReferencePool.offset(address) + 1;
        int stays = toCounting ? first + counting : first;
        int joins = toCounting ? first : first + counting;
        int other = from(entry, !toCounting);
        int end = to(entry, toCounting);
        for (int at = from(entry, toCounting); at < end; at++) {
            if (!papers.contains(old[at])) {
                list[stays++] = old[at];
                continue;
            }
            while (other < to(entry, !toCounting) && old[other] < old[at]) {
                list[joins++] = old[other++];
            }
            list[joins++] = old[at];
        }
        System.arraycopy(old, other, list, joins, to(entry, !toCounting) - other);
        discard(entry);
        put(citing, entry, address, counting);
    }

    /** The counting references of a paper, ascending. */
    int[] references(int paper) {
        long entry = entries.get(paper);
        int from = ListEntry.offset(entry);
        return ListEntry.giving(entry) == 0
                ? new int[0]
                : Arrays.copyOfRange(list(entry), from, from + ListEntry.counting(entry));
    }

    /** Copies the lists together, in push order, when half of their memory is no list any more. */
    void compactIfWorn() {
        if (garbage < TOLERATED_GARBAGE || garbage * 2 < pool.length()) {
            return;
        }
        ReferencePool compacted = new ReferencePool();
        for (int at = nodes() - 1; at >= 0; at--) {
            int paper = order.paperAt(at);
            long entry = entries.get(paper);
            int length = listed(entry) + 1;
            if (length > 1) {
                long to = compacted.allocate(length);
                System.arraycopy(
                        list(entry),
                        ListEntry.offset(entry) - 1,
                        compacted.chunks()[ReferencePool.chunk(to)],
                        ReferencePool.offset(to),
                        length);
                entries.set(paper, ListEntry.of(to, ListEntry.isRemoved(entry), ListEntry.counting(entry)));
            }
        }
        pool = compacted;
        garbage = 0;
    }

    private int listed(long entry) {
        return ListEntry.address(entry) == 0 ? 0 : list(entry)[ListEntry.offset(entry) - 1];
    }

    private long allocate(int references) {
        long address = pool.allocate(references + 1);
        pool.chunks()[ReferencePool.chunk(address)][ReferencePool.offset(address)] = references;
        return address;
    }

    private void discard(long entry) {
        garbage += ListEntry.address(entry) == 0 ? 0 : listed(entry) + 1;
    }

    private void put(int paper, long before, long address, int counting) {
        boolean removed = ListEntry.isRemoved(before);
        entries.set(paper, ListEntry.of(address, removed, counting));
        citations += removed ? 0 : counting - ListEntry.counting(before);
    }
}
