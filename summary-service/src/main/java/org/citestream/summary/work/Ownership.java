package org.citestream.summary.work;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One writer per paper: only the owner of its partition writes its records, and within the owner the reader of the papers and
 * the workers take turns. Nothing slow is done in here but waiting for the store and the broker.
 */
public final class Ownership {

    private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();
    private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock(true);

    /** The partitions are ours from now on. */
    public void take(Collection<Integer> assigned) {
        partitions.addAll(assigned);
    }

    /** The partitions are no longer ours; returns when the last write to them is over. */
    public void release(Collection<Integer> revoked) {
        exclusively(() -> partitions.removeAll(revoked));
    }

    /** Those that are ours. */
    public Set<Integer> partitions() {
        return Set.copyOf(partitions);
    }

    public boolean owns(int partition) {
        return partitions.contains(partition);
    }

    /** Runs while no worker writes. */
    public void exclusively(Runnable writes) {
        turns.writeLock().lock();
        try {
            writes.run();
        } finally {
            turns.writeLock().unlock();
        }
    }

    /** Runs while the reader does not write; other workers may. */
    public void sharing(Runnable writes) {
        turns.readLock().lock();
        try {
            writes.run();
        } finally {
            turns.readLock().unlock();
        }
    }
}
