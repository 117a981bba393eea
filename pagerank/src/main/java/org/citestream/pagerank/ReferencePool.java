package org.citestream.pagerank;

import java.util.Arrays;

/**
 * The memory that reference lists lie in: chunks of ints, addressed by a long, so that the number of citations isn't bound
 * by the length of one array and growth never copies what is there. A list lies within one chunk; one that is longer
 * than a chunk gets its own. What is written once is never written again, so that an {@link Epoch} may read on.
 */
final class ReferencePool {

    private static final int CHUNK_BITS = 20;
    private static final int CHUNK_LENGTH = 1 << CHUNK_BITS;
    private static final int FIRST_CHUNK_LENGTH = 1 << 8;

    /** Left out of a chunk, so that with its header it fills whole regions of a garbage collector and not a little of one more. */
    private static final int HEADER_INTS = 16;

    private int[][] chunks = new int[4][];
    private int chunkCount;
    private int usedOfLast;
    private long length;

    /** Address 0 is nobody's, so that it can mean that there is no list. */
    ReferencePool() {
        allocate(1);
    }

    /** Returns the address of {@code count} consecutive ints; they are 0. */
    long allocate(int count) {
        if (chunkCount == 0 || chunks[chunkCount - 1].length - usedOfLast < count) {
            addChunk(count);
        }
        long address = ((long) (chunkCount - 1) << CHUNK_BITS) | usedOfLast;
        usedOfLast += count;
        if (usedOfLast >= CHUNK_LENGTH) {
            // No address beyond a chunk of full length can be formed: the next list starts a new one.
            usedOfLast = chunks[chunkCount - 1].length;
        }
        length += count;
        return address;
    }

    /** All chunks. What is added later may be missing in it; what is there stays. */
    int[][] chunks() {
        return chunks;
    }

    /** The number of the chunk that holds the list at this address. */
    static int chunk(long address) {
        return (int) (address >>> CHUNK_BITS);
    }

    /** Where in its chunk the list at this address starts. */
    static int offset(long address) {
        return (int) address & (CHUNK_LENGTH - 1);
    }

    /** Memory that the chunks take. */
    long bytes() {
        long ints = 0;
        for (int chunk = 0; chunk < chunkCount; chunk++) {
            ints += chunks[chunk].length;
        }
        return ints * Integer.BYTES;
    }

    /** Ints handed out so far. */
    long length() {
        return length;
    }

    private void addChunk(int count) {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        // Chunks start small, so that a small graph stays small, and grow with what is there.
        int grown = Math.clamp(length, FIRST_CHUNK_LENGTH, CHUNK_LENGTH) - HEADER_INTS;
        chunks[chunkCount++] = new int[Math.max(grown, count)];
        usedOfLast = 0;
    }
}
