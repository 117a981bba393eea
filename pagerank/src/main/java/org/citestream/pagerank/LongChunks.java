package org.citestream.pagerank;

import java.util.Arrays;

/** Longs by paper, in chunks and in versions as {@link DoubleChunks} are. */
final class LongChunks {

    private long[][] chunks = new long[4][];
    private boolean[] shared = new boolean[4];
    private int length;

    void append(long value) {
        int number = length >>> DoubleChunks.BITS;
        if ((length & DoubleChunks.MASK) == 0) {
            if (number == chunks.length) {
                chunks = Arrays.copyOf(chunks, number * 2);
                shared = Arrays.copyOf(shared, number * 2);
            }
            chunks[number] = new long[DoubleChunks.LENGTH];
        }
        chunks[number][length & DoubleChunks.MASK] = value;
        length++;
    }

    long get(int index) {
        return chunks[index >>> DoubleChunks.BITS][index & DoubleChunks.MASK];
    }

    void set(int index, long value) {
        int number = index >>> DoubleChunks.BITS;
        if (shared[number]) {
            chunks[number] = chunks[number].clone();
            shared[number] = false;
        }
        chunks[number][index & DoubleChunks.MASK] = value;
    }

    /** The chunks as they are now and stay, whatever is set from now on. */
    long[][] freeze() {
        int count = (length + DoubleChunks.MASK) >>> DoubleChunks.BITS;
        Arrays.fill(shared, 0, count, true);
        return Arrays.copyOf(chunks, count);
    }
}
