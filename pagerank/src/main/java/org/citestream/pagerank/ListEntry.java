package org.citestream.pagerank;

/**
 * What is kept of a paper's reference list, in one long: 40 bits of the list's address in the {@link ReferencePool} (0: no list), one that tells
 * whether the paper is removed, and 23 of the number of its references that count. 2⁴⁰ citations fit, and 2²³−1 a paper.
 *
 * <p>At the address lies the length of the list, then its papers in two ascending parts: first the counting ones, then those
 * that rest, since the cited paper was removed.
 */
final class ListEntry {

    /** The most references that a paper can have. */
    static final int MOST_REFERENCES = (1 << 23) - 1;

    private static final int ADDRESS_SHIFT = 24;
    private static final long REMOVED = 1L << 23;

    private ListEntry() {}

    static long of(long address, boolean removed, int counting) {
        return address << ADDRESS_SHIFT | (removed ? REMOVED : 0) | counting;
    }

    static long address(long entry) {
        return entry >>> ADDRESS_SHIFT;
    }

    static boolean isRemoved(long entry) {
        return (entry & REMOVED) != 0;
    }

    /** How many references count; for a removed paper those that would. */
    static int counting(long entry) {
        return (int) entry & MOST_REFERENCES;
    }

    /** How many references a paper passes its score to: none, when it is removed. */
    static int giving(long entry) {
        return isRemoved(entry) ? 0 : counting(entry);
    }

    static int chunk(long entry) {
        return ReferencePool.chunk(address(entry));
    }

    /** Where in its chunk the first reference lies. */
    static int offset(long entry) {
        return ReferencePool.offset(address(entry)) + 1;
    }
}
