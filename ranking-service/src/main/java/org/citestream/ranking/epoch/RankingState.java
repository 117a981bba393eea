package org.citestream.ranking.epoch;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.citestream.events.Topic;
import org.citestream.ranking.graph.RankedCollection;
import org.citestream.ranking.graph.RankedEpoch;
import org.jspecify.annotations.Nullable;

/** The ranked collection, and up to where it has been read. The readers fill it, and the publisher takes what changed. */
public final class RankingState {

    private static final long NONE = Long.MAX_VALUE;

    /** So many records within a look are read from a backlog, or by an import: what follows from them is worth waiting for. */
    private static final long MANY = 1000;

    private static final Duration LOOK = Duration.ofMillis(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final RankedCollection collection;
    private final Map<String, long[]> next = new HashMap<>();
    private volatile long bytes;
    private boolean unread = true;
    private long told;
    private long toldWhenTaken;
    private volatile @Nullable RankedEpoch last;
    private long oldestUntaken = NONE;
    private volatile long oldestUnpublished = NONE;

    /**
     * @param collection from now on this state's alone
     * @param positions of each topic that is read: up to where the collection has been told its partitions
     */
    public RankingState(RankedCollection collection, Map<String, List<Long>> positions) {
        this.collection = collection;
        this.bytes = collection.bytes();
        positions.forEach((topic, each) ->
                next.put(topic, each.stream().mapToLong(Long::longValue).toArray()));
    }

    /** What is to be published. */
    record Taken(RankedEpoch ranks, Map<String, List<Long>> inputs) {}

    /** What there is to save: the collection, and up to where it has been read. */
    public record Frozen(RankedCollection.Saved collection, Map<String, List<Long>> inputs) {}

    /**
     * Reads a batch into the collection.
     *
     * @param topic where it comes from
     * @param partition where it comes from
     * @param nextPosition the position after it
     * @param into tells it to the collection
     */
    public void read(Topic<?> topic, int partition, long nextPosition, Consumer<RankedCollection> into) {
        lock.lock();
        try {
            into.accept(collection);
            long[] positions = next.get(topic.name());
            if (positions == null) {
                throw new IllegalArgumentException("The ranking does not read " + topic.name());
            }
            told += Math.max(0, nextPosition - positions[partition]);
            positions[partition] = Math.max(positions[partition], nextPosition);
            unread = true;
            bytes = collection.bytes();
            long now = System.nanoTime();
            if (oldestUntaken == NONE) {
                oldestUntaken = now;
            }
            if (oldestUnpublished == NONE) {
                oldestUnpublished = now;
            }
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Up to where the collection has been told a topic.
     *
     * @return the next position of each partition
     * @throws IllegalArgumentException if the ranking does not read it
     */
    public List<Long> positions(Topic<?> topic) {
        lock.lock();
        try {
            List<Long> positions = inputs().get(topic.name());
            if (positions == null) {
                throw new IllegalArgumentException("The ranking does not read " + topic.name());
            }
            return positions;
        } finally {
            lock.unlock();
        }
    }

    /** Memory that the collection takes, about, as of the last batch or epoch; nobody is waited for. */
    public long bytes() {
        return bytes;
    }

    /** Age of the oldest arrival that is not published; 0 where there is none. */
    double secondsUnpublished() {
        long oldest = oldestUnpublished;
        return oldest == NONE ? 0 : (System.nanoTime() - oldest) / 1e9;
    }

    /** All that was taken is published. */
    void published() {
        lock.lock();
        try {
            oldestUnpublished = oldestUntaken;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something was read that is not yet taken. */
    void awaitArrival() throws InterruptedException {
        lock.lock();
        try {
            while (!unread) {
                arrival.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all has been read that lies before these positions.
     *
     * @param positions of topics; one of a partition that is not read is left out
     * @param longest time to wait
     * @return how many positions are missing still
     */
    long awaitRead(Map<String, List<Long>> positions, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (left > 0 && missing(positions) > 0) {
                left = arrival.awaitNanos(left);
            }
            return missing(positions);
        } finally {
            lock.unlock();
        }
    }

    private long missing(Map<String, List<Long>> positions) {
        long missing = 0;
        for (Map.Entry<String, long[]> topic : next.entrySet()) {
            List<Long> wanted = positions.getOrDefault(topic.getKey(), List.of());
            long[] read = topic.getValue();
            for (int partition = 0; partition < Math.min(read.length, wanted.size()); partition++) {
                missing += Math.max(0, wanted.get(partition) - read[partition]);
            }
        }
        return missing;
    }

    /**
     * Waits while records arrive by the thousand: one epoch after them costs the scores that they change once, and not again and again. Returns at
     * once where few have arrived since the last time.
     *
     * @param longest that the oldest arrival which was not taken may wait
     */
    void awaitCalm(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long before = toldWhenTaken;
            while (told - before > MANY
                    && oldestUntaken != NONE
                    && System.nanoTime() - oldestUntaken < longest.toNanos()) {
                before = told;
                long left = LOOK.toNanos();
                while (left > 0) {
                    left = arrival.awaitNanos(left);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Converges, and takes what changed since the last time; empty where nothing was read. */
    Optional<Taken> take() {
        lock.lock();
        try {
            if (!unread) {
                return Optional.empty();
            }
            RankedEpoch ranks = collection.converge();
            last = ranks;
            bytes = collection.bytes();
            unread = false;
            toldWhenTaken = told;
            oldestUntaken = NONE;
            return Optional.of(new Taken(ranks, inputs()));
        } finally {
            lock.unlock();
        }
    }

    /** Converges what was read, and gives it to nobody: another instance publishes it. */
    void keepUp() {
        lock.lock();
        try {
            take();
            oldestUnpublished = NONE;
        } finally {
            lock.unlock();
        }
    }

    /** What was taken last, or null where nothing was. */
    @Nullable
    RankedEpoch last() {
        return last;
    }

    /** Everything as it is now, to be saved while the readers go on. */
    public Frozen freeze() {
        lock.lock();
        try {
            return new Frozen(collection.freeze(), inputs());
        } finally {
            lock.unlock();
        }
    }

    private Map<String, List<Long>> inputs() {
        Map<String, List<Long>> inputs = new HashMap<>();
        next.forEach((topic, positions) ->
                inputs.put(topic, Arrays.stream(positions).boxed().toList()));
        return inputs;
    }

    /** What was taken is not published, so it will be taken again, with the positions. */
    void putBack() {
        lock.lock();
        try {
            unread = true;
            if (oldestUnpublished == NONE) {
                oldestUnpublished = System.nanoTime();
            }
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
