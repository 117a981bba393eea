package org.citestream.gateway.index;

import java.util.Arrays;
import java.util.List;

/** How far the partitions of a topic have been read: per partition the position after the last record. */
public final class ReadPositions {

    private volatile long[] next = {};

    synchronized void reach(int partition, long position) {
        long[] after = Arrays.copyOf(next, Math.max(next.length, partition + 1));
        after[partition] = Math.max(after[partition], position);
        next = after;
    }

    /** The position after the last record read of a partition; 0 where none was. */
    public long of(int partition) {
        long[] now = next;
        return partition < now.length ? now[partition] : 0;
    }

    boolean hasReached(List<Long> ends) {
        for (int partition = 0; partition < ends.size(); partition++) {
            if (of(partition) < ends.get(partition)) {
                return false;
            }
        }
        return true;
    }

    /** How many positions lie between the ones given and those reached. */
    long beyond(List<Long> positions) {
        long[] now = next;
        long records = 0;
        for (int partition = 0; partition < now.length; partition++) {
            long covered = partition < positions.size() ? positions.get(partition) : 0;
            records += Math.max(0, now[partition] - covered);
        }
        return records;
    }
}
