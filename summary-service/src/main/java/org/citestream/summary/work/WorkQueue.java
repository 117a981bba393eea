package org.citestream.summary.work;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;

/**
 * The order of the open work: newest papers first, one item a paper. An item stays the paper's current one until it is done,
 * replaced or removed, also while it is in the hands of a worker, who can thus tell that its result is still wanted. Safe for
 * use by many threads.
 */
public final class WorkQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Integer, WorkItem> current = new HashMap<>();
    private final TreeSet<WorkItem> ready = new TreeSet<>(WorkItem.NEWEST_FIRST);
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparingLong(Delayed::due));
    /** The delays that count, since those of what is no longer wanted stay in their queue until they are due. */
    private final Map<WorkItem, Delayed> waiting = new HashMap<>();

    private final Set<WorkItem> inFlight = new HashSet<>();
    private long pausedUntil = System.nanoTime();
    private boolean closed;

    /** Adds an item in place of what the paper had, unless that has the same key. */
    public void put(WorkItem item) {
        locked(() -> {
            WorkItem before = current.get(item.id());
            if (before != null && before.key().equals(item.key())) {
                return;
            }
            if (before != null) {
                forget(before);
            }
            current.put(item.id(), item);
            ready.add(item);
        });
    }

    /** Takes away what is to be done for a paper. */
    public void remove(int id) {
        locked(() -> {
            WorkItem before = current.remove(id);
            if (before != null) {
                forget(before);
            }
        });
    }

    /** Takes away what waits, not what a worker has in hand. */
    public void removeWaiting(IntPredicate partition) {
        locked(() -> {
            for (WorkItem item : List.copyOf(current.values())) {
                if (partition.test(item.partition()) && !inFlight.contains(item)) {
                    current.remove(item.id());
                    forget(item);
                }
            }
        });
    }

    /** Whether there is something to do for a paper. */
    public boolean has(int id) {
        lock.lock();
        try {
            return current.containsKey(id);
        } finally {
            lock.unlock();
        }
    }

    /** Whether this is to be done for a paper. */
    public boolean has(int id, String key) {
        lock.lock();
        try {
            WorkItem item = current.get(id);
            return item != null && item.key().equals(key);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the result of this item is still wanted. */
    public boolean isCurrent(WorkItem item) {
        lock.lock();
        try {
            return item.equals(current.get(item.id()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the first items that may be worked on, waiting for one.
     *
     * @param most at least 1
     * @return empty only if the queue was closed
     */
    public List<WorkItem> take(int most) throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long now = System.nanoTime();
                while (!delayed.isEmpty() && delayed.element().due() - now <= 0) {
                    Delayed due = delayed.remove();
                    if (waiting.remove(due.item(), due)) {
                        ready.add(due.item());
                    }
                }
                if (!ready.isEmpty() && pausedUntil - now <= 0) {
                    return takeReady(most);
                }
                changed.awaitNanos(untilNext(now));
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** A worker has done this item, or found that it is no longer wanted. */
    public void done(WorkItem item) {
        locked(() -> {
            inFlight.remove(item);
            current.remove(item.id(), item);
        });
    }

    /** A worker gives an item back, to be taken again after some time. */
    public void later(WorkItem item, Duration wait) {
        locked(() -> {
            inFlight.remove(item);
            if (item.equals(current.get(item.id()))) {
                Delayed next = new Delayed(item, System.nanoTime() + wait.toNanos());
                waiting.put(item, next);
                delayed.add(next);
            }
        });
    }

    /** Hands out nothing for some time. */
    public void pause(Duration wait) {
        locked(() -> {
            long until = System.nanoTime() + wait.toNanos();
            if (until - pausedUntil > 0) {
                pausedUntil = until;
            }
        });
    }

    /** Hands out nothing any more. */
    public void close() {
        locked(() -> closed = true);
    }

    /**
     * Waits until no worker has an item of some partitions in hand.
     *
     * @return whether that came to be in time
     */
    public boolean awaitIdle(IntPredicate partition, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (inFlight.stream().anyMatch(item -> partition.test(item.partition()))) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** How much there is to do, what is in hand included. */
    public int size() {
        lock.lock();
        try {
            return current.size();
        } finally {
            lock.unlock();
        }
    }

    /** How much is in the hands of workers. */
    public int inHand() {
        lock.lock();
        try {
            return inFlight.size();
        } finally {
            lock.unlock();
        }
    }

    /** Acceptance of what has waited longest. */
    public Optional<Instant> oldest() {
        lock.lock();
        try {
            return current.values().stream().map(WorkItem::acceptedAt).min(Comparator.naturalOrder());
        } finally {
            lock.unlock();
        }
    }

    private List<WorkItem> takeReady(int most) {
        List<WorkItem> taken = new ArrayList<>(Math.min(most, ready.size()));
        while (taken.size() < most && !ready.isEmpty()) {
            WorkItem item = ready.removeFirst();
            inFlight.add(item);
            taken.add(item);
        }
        return taken;
    }

    /** Nanoseconds until something that is here may be handed out; for ever where nothing is. */
    private long untilNext(long now) {
        long wake = ready.isEmpty() ? Long.MAX_VALUE : pausedUntil - now;
        return delayed.isEmpty() ? wake : Math.min(wake, delayed.element().due() - now);
    }

    private void forget(WorkItem item) {
        ready.remove(item);
        waiting.remove(item);
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private record Delayed(WorkItem item, long due) {}
}
