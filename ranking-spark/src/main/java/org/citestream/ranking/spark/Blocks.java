package org.citestream.ranking.spark;

import java.io.Serial;
import java.util.Arrays;
import org.apache.spark.Partitioner;

/** Which block holds which nodes; a block is the partition of its number. */
final class Blocks extends Partitioner {

    @Serial
    private static final long serialVersionUID = 1;

    /** The first node of each block, and one after the last. */
    private final int[] first;

    Blocks(int[] sizes) {
        first = new int[sizes.length + 1];
        for (int i = 0; i < sizes.length; i++) {
            first[i + 1] = Math.addExact(first[i], sizes[i]);
        }
    }

    int count() {
        return first.length - 1;
    }

    int nodes() {
        return first[count()];
    }

    int first(int block) {
        return first[block];
    }

    int of(int node) {
        // The last of those that start there: blocks before it are empty.
        int found = Arrays.binarySearch(first, node);
        int block = found < 0 ? -found - 2 : found;
        while (first[block + 1] <= node) {
            block++;
        }
        return block;
    }

    @Override
    public int numPartitions() {
        return count();
    }

    @Override
    public int getPartition(Object block) {
        return (int) block;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blocks blocks && Arrays.equals(first, blocks.first);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(first);
    }
}
