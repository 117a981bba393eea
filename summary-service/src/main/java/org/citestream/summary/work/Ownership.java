package org.citestream.summary.work;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * One writer per paper: only the owner of its partition writes its records, and within the owner the reader of the papers and
 * the workers take turns. Nothing slow is done in here but waiting for the store and the broker.
 *
 * <p>A process that stood still for longer than its session learns at its next poll that its partitions are another's, and its workers
 * may go on before that. So each partition is taken over under a number that the store counts up: before a model is asked, and before a
 * record is sent, the store is asked whether ours is still the last one.
 */
public final class Ownership {

    private final Claims claims;
    /** By partition that is ours the number under which it is. */
    private final Map<Integer, Long> tokens = new ConcurrentHashMap<>();

    private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock(true);

    public Ownership(MongoTemplate mongo) {
        this.claims = new Claims(mongo);
    }

    /** The partitions are ours from now on, and nobody else's. */
    public void take(Collection<Integer> assigned) {
        long token = claims.take(assigned);
        assigned.forEach(each -> tokens.put(each, token));
    }

    /** The partitions are no longer ours; returns when the last write to them is over. */
    public void release(Collection<Integer> revoked) {
        exclusively(() -> tokens.keySet().removeAll(revoked));
    }

    /** Those that are ours, as far as we were told. */
    public Set<Integer> partitions() {
        return Set.copyOf(tokens.keySet());
    }

    /** Whether a partition is ours, as far as we were told. */
    public boolean owns(int partition) {
        return tokens.containsKey(partition);
    }

    /** The number under which a partition is ours, higher than that of any owner before us; 0 where it is not. */
    public long token(int partition) {
        return tokens.getOrDefault(partition, 0L);
    }

    /** Those of some partitions that are ours and that, as the store has it, nobody took over from us. */
    public Set<Integer> confirmed(Collection<Integer> partitions) {
        if (partitions.isEmpty()) {
            return Set.of();
        }
        return claims.last(partitions).entrySet().stream()
                .filter(each -> each.getValue().equals(tokens.get(each.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Goes on only if a partition is ours and nobody took it over from us.
     *
     * @throws ConcurrencyFailureException else; it passes, since who reads the partition hears of it at the next poll
     */
    public void require(int partition) {
        if (!confirmed(Set.of(partition)).contains(partition)) {
            throw new ConcurrencyFailureException("partition " + partition + " was taken over by another instance");
        }
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
