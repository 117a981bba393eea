package org.citestream.pagerank;

import java.util.Arrays;

/** Ints by paper in chunks; what was appended stays, so that a reader may keep the chunks. */
final class IntChunks {

    private int[][] chunks = new int[4][];
    private int length;

    void append(int value) {
        int number = length >>> DoubleChunks.BITS;
        if ((length & DoubleChunks.MASK) == 0) {
            if (number == chunks.length) {
                chunks = Arrays.copyOf(chunks, number * 2);
            }
            chunks[number] = new int[DoubleChunks.LENGTH];
        }
        chunks[number][length & DoubleChunks.MASK] = value;
        length++;
    }

    int get(int index) {
        return chunks[index >>> DoubleChunks.BITS][index & DoubleChunks.MASK];
    }

    /** Only while nobody else reads. */
    void set(int index, int value) {
        chunks[index >>> DoubleChunks.BITS][index & DoubleChunks.MASK] = value;
    }

    /** A view of the entries so far, which stays when more are appended. */
    Frozen freeze() {
        return new Frozen(chunks, length);
    }

    /** Ints that stay as they are. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
    record Frozen(int[][] chunks, int length) {
        int get(int index) {
            return chunks[index >>> DoubleChunks.BITS][index & DoubleChunks.MASK];
        }
    }
}
