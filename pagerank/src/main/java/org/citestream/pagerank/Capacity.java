package org.citestream.pagerank;

/** How arrays with one entry a paper grow. */
final class Capacity {

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Capacity() {}

    /**
     * The length to grow to from a full array of length {@code full}: half as much again.
     *
     * @throws IllegalStateException when no longer array can exist
     */
    static int grown(int full) {
        if (full >= LARGEST_ARRAY) {
            throw new IllegalStateException("a graph holds at most " + LARGEST_ARRAY + " papers");
        }
        return (int) Math.min(LARGEST_ARRAY, Math.max(16L, full + (full >> 1)));
    }
}
