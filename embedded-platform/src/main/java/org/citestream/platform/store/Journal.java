package org.citestream.platform.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when changes go to the file, and that they go in order.
 *
 * <p>MVStore takes the state of one map after another when it commits. A change to a second map could then be kept and
 * the earlier change to the first one lost, for example a consumer's position without what was read up to it. So
 * changes and commits exclude each other here: what a commit writes is everything that was changed before it, the
 * indexes of a document included, and nothing of what came after.
 *
 * <p>Writers that wait for a flush at the same time share one: whoever gets the lock commits for all that had arrived
 * by then.
 */
final class Journal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    /** Changed pages are held in memory until they are committed, whole pages for each changed document. */
    private static final int MAX_UNSAVED_BYTES = 64 * 1024 * 1024;

    private static final int COMPACT_BELOW_PERCENT = 60;
    private static final int COMPACT_STEP_BYTES = 16 * 1024 * 1024;
    private static final int COMPACT_STEPS = 4;
    private static final int TICKS_PER_COMPACTION = 5;

    private final MVStore store;
    private final Duration interval;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final AtomicLong arrivals = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread ticker;
    private long flushed;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong committingNanos = new AtomicLong();

    Journal(MVStore store, Duration interval) {
        this.store = store;
        this.interval = interval;
        this.ticker = Thread.ofPlatform().daemon().name("store-journal").unstarted(this::flushAtIntervals);
    }

    void start() {
        if (store.isPersistent()) {
            ticker.start();
        }
    }

    /**
     * Makes a change that no commit may see half of. Inside it no monitor may be taken that another thread could hold
     * while it waits to make a change.
     */
    <T> T change(Supplier<T> change) {
        gate.readLock().lock();
        try {
            return change.get();
        } finally {
            gate.readLock().unlock();
            if (gate.getReadHoldCount() == 0 && store.getUnsavedMemory() > MAX_UNSAVED_BYTES) {
                flush();
            }
        }
    }

    /** Returns when every change made before is in the file, where the death of this process cannot undo it. */
    void flush() {
        if (!store.isPersistent()) {
            return;
        }
        long arrival = arrivals.incrementAndGet();
        gate.writeLock().lock();
        try {
            if (flushed < arrival) {
                long through = arrivals.get();
                long began = System.nanoTime();
                store.commit();
                committingNanos.addAndGet(System.nanoTime() - began);
                commits.incrementAndGet();
                flushed = through;
            }
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** How often changes went to the file. */
    long commits() {
        return commits.get();
    }

    /** How long that has taken in all. */
    Duration committing() {
        return Duration.ofNanos(committingNanos.get());
    }

    /** Size of the file; 0 where there is none. */
    long fileBytes() {
        return store.isPersistent() ? store.getFileStore().size() : 0;
    }

    private void flushAtIntervals() {
        try {
            for (int tick = 1; !closed.await(interval.toMillis(), TimeUnit.MILLISECONDS); tick++) {
                if (store.hasUnsavedChanges()) {
                    flush();
                }
                if (tick % TICKS_PER_COMPACTION == 0) {
                    compact();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("The store can no longer write its file; journaled writes will fail", e);
        }
    }

    /**
     * Moves what is left of mostly dead parts of the file together, under load as well: a few steps at a time, between
     * which writers get their turn.
     */
    private void compact() {
        boolean more = true;
        for (int step = 0; step < COMPACT_STEPS && more; step++) {
            gate.writeLock().lock();
            try {
                more = store.compact(COMPACT_BELOW_PERCENT, COMPACT_STEP_BYTES);
            } finally {
                gate.writeLock().unlock();
            }
        }
    }

    /** Ends the flushing at intervals; what is not flushed yet is the closing store's business. */
    @Override
    public void close() {
        closed.countDown();
        try {
            ticker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
