package org.citestream.events.stream;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.citestream.events.Event;

/**
 * What a service does with the records of a topic. It may see a record again after a failure or a restart, and must come to the
 * same result.
 *
 * @param <E> the records of the topic
 */
@FunctionalInterface
public interface BatchHandler<E extends Event> {

    /**
     * Handles some records of one partition, in their order, or of several (see {@link #takesPartitionsTogether}); when it returns, what follows from them is durable. Called
     * by one thread at a time for a partition.
     *
     * @param partition their partition
     * @param batch at least one record
     * @throws RuntimeException if they could not be handled: passing troubles (see {@link Transience}) are tried again until
     *     they pass; otherwise the batch is handled again in halves, and the record that cannot be handled even alone goes to
     *     the dead-letter topic
     */
    void handle(int partition, List<Received<E>> batch);

    /**
     * Whether records of several partitions that were read together may be handed over as one batch, those of a partition in their
     * order: what costs the same for a batch of any length is then paid once for all of them. The partition that {@link #handle} is
     * given is then that of the first record.
     */
    default boolean takesPartitionsTogether() {
        return false;
    }

    /** A handler to which the partition of a record is of no matter, so that it is given those of several together. */
    static <E extends Event> BatchHandler<E> ofAnyPartition(Consumer<List<Received<E>>> handling) {
        return new BatchHandler<>() {
            @Override
            public void handle(int partition, List<Received<E>> batch) {
                handling.accept(batch);
            }

            @Override
            public boolean takesPartitionsTogether() {
                return true;
            }
        };
    }

    /** The partitions are this instance's from now on; called before any record of them. */
    default void assigned(Set<Integer> partitions) {}

    /** The partitions are no longer this instance's. */
    default void revoked(Set<Integer> partitions) {}
}
