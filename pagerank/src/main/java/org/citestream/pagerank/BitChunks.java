package org.citestream.pagerank;

import java.util.Arrays;

/** A set of papers: a bit each, in chunks, so that growing copies none. */
final class BitChunks {

    private static final int WORDS = DoubleChunks.LENGTH / Long.SIZE;
    private static final long[] NONE = new long[WORDS];

    private long[][] chunks = {};
    private int own;

    void add(int paper) {
        int number = paper >>> DoubleChunks.BITS;
        if (number >= chunks.length) {
            int before = chunks.length;
            chunks = Arrays.copyOf(chunks, Math.max(number + 1, before * 2));
            Arrays.fill(chunks, before, chunks.length, NONE);
        }
        if (isNone(chunks[number])) {
            chunks[number] = new long[WORDS];
            own++;
        }
        chunks[number][(paper & DoubleChunks.MASK) >>> 6] |= 1L << paper;
    }

    boolean contains(int paper) {
        int number = paper >>> DoubleChunks.BITS;
        return number < chunks.length && (chunks[number][(paper & DoubleChunks.MASK) >>> 6] & 1L << paper) != 0;
    }

    /** Memory that the chunks take. */
    long bytes() {
        return (long) own * WORDS * Long.BYTES;
    }

    @SuppressWarnings("ReferenceEquality") // the one that stands for nothing
    private static boolean isNone(long[] chunk) {
        return chunk == NONE;
    }
}
