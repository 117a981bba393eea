package org.citestream.pagerank;

import java.util.Arrays;

/**
 * Doubles by paper in chunks, so that growing allocates one chunk and copies none; and in versions, so that a reader keeps what was
 * there when it was frozen: a chunk that a version shares is copied before it is written to.
 */
final class DoubleChunks {

    static final int BITS = 12;
    static final int LENGTH = 1 << BITS;
    static final int MASK = LENGTH - 1;

    private double[][] chunks = new double[4][];
    private boolean[] shared = new boolean[4];
    private int length;

    /** Makes the chunk of one more entry, if there is none, and sets the entry. */
    void append(double value) {
        int number = length >>> BITS;
        if ((length & MASK) == 0) {
            if (number == chunks.length) {
                chunks = Arrays.copyOf(chunks, number * 2);
                shared = Arrays.copyOf(shared, number * 2);
            }
            chunks[number] = new double[LENGTH];
        }
        // No version reads beyond its own length: a shared chunk may be written to there.
        chunks[number][length & MASK] = value;
        length++;
    }

    double get(int index) {
        return chunks[index >>> BITS][index & MASK];
    }

    void set(int index, double value) {
        own(index >>> BITS)[index & MASK] = value;
    }

    /** A chunk to write to: by its number, which is the index without its lowest {@link #BITS}. */
    double[] own(int number) {
        if (shared[number]) {
            chunks[number] = chunks[number].clone();
            shared[number] = false;
        }
        return chunks[number];
    }

    /** Takes other chunks in place of all that there are; nobody else writes to them. */
    void replace(double[][] others) {
        System.arraycopy(others, 0, chunks, 0, others.length);
        Arrays.fill(shared, 0, others.length, false);
    }

    /** Chunks of what lies in an array one after another. */
    static double[][] chunked(double[] flat) {
        DoubleChunks chunked = new DoubleChunks();
        for (double value : flat) {
            chunked.append(value);
        }
        return chunked.chunks;
    }

    /** All chunks, to read. Not to be kept across {@link #append} or {@link #set}. */
    double[][] chunks() {
        return chunks;
    }

    /** The chunks as they are now and stay, whatever is set from now on. O(length / {@link #LENGTH}). */
    double[][] freeze() {
        int count = (length + MASK) >>> BITS;
        Arrays.fill(shared, 0, count, true);
        return Arrays.copyOf(chunks, count);
    }

    /** Entries of chunks, one after another, in a new array. */
    static double[] flat(double[][] chunks, int length) {
        double[] flat = new double[length];
        for (int from = 0; from < length; from += LENGTH) {
            System.arraycopy(chunks[from >>> BITS], 0, flat, from, Math.min(LENGTH, length - from));
        }
        return flat;
    }
}
