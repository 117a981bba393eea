package org.citestream.events.stream;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.Topic;
import org.citestream.events.VersionedRecord;
import org.citestream.events.trace.RecordTraces;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;
import org.springframework.messaging.Message;

/**
 * Makes the functions by which a service reads topics through Spring Cloud Stream. A function named {@code f} is bound as
 * {@code f-in-0} in the service's configuration.
 */
public final class EventReaders implements KafkaBindingRebalanceListener {

    private final Map<String, EventReader<?>> readers = new ConcurrentHashMap<>();
    private final EventCodec codec;
    private final TopicSetup topics;
    private final DeadLetters deadLetters;
    private final DeadLetterNotes notes;
    private final @Nullable PositionStore positions;
    private final RecordTraces traces;
    private final ReaderMeters meters;
    private final KafkaProperties kafka;

    EventReaders(
            EventCodec codec,
            TopicSetup topics,
            DeadLetters deadLetters,
            DeadLetterNotes notes,
            @Nullable PositionStore positions,
            RecordTraces traces,
            ReaderMeters meters,
            KafkaProperties kafka) {
        this.codec = codec;
        this.topics = topics;
        this.deadLetters = deadLetters;
        this.notes = notes;
        this.positions = positions;
        this.traces = traces;
        this.meters = meters;
        this.kafka = kafka;
    }

    /**
     * Reads a topic from the positions kept in the service's database, which are written after each handled batch. The members
     * of one group share the partitions.
     *
     * @param function name of the function
     * @param topic what it reads
     * @param handler makes what it reads durable before it returns
     * @throws IllegalStateException if the service has no database
     */
    public <E extends Event> Consumer<Message<List<byte[]>>> durable(
            String function, Topic<E> topic, BatchHandler<E> handler) {
        if (positions == null) {
            throw new IllegalStateException("Positions of " + function + " need a database");
        }
        return register(new EventReader<>(
                function,
                topic,
                handler,
                codec,
                deadLetters,
                notes,
                traces,
                meters.of(function),
                new DurablePositions(positions, function, topic.name(), topics.incarnationOf(topic))));
    }

    /**
     * Reads a topic for state that is held in memory: first all that it holds now, before this method returns; then, through
     * the binding, what follows. Every instance reads all partitions, so the binding has no group.
     *
     * @param function name of the function
     * @param topic what it reads
     * @param handler keeps what it reads
     */
    public <E extends Event> Consumer<Message<List<byte[]>>> replayed(
            String function, Topic<E> topic, BatchHandler<E> handler) {
        return replayed(function, topic, handler, Collections.nCopies(topics.partitionsOf(topic), 0L));
    }

    /**
     * Reads a topic for state that is held in memory and was kept over a restart: first all that follows what is in the state
     * already, before this method returns; then, through the binding, what follows that.
     *
     * @param function name of the function
     * @param topic what it reads
     * @param handler keeps what it reads
     * @param from the first position of each partition that is not in the state; one that the partition no longer holds is the
     *     next that it holds
     * @throws IllegalArgumentException if there is not one position for each partition
     */
    public <E extends Event> Consumer<Message<List<byte[]>>> replayed(
            String function, Topic<E> topic, BatchHandler<E> handler, List<Long> from) {
        return register(readAll(function, topic, handler, from));
    }

    /**
     * Reads all that a topic holds now, once, before this method returns.
     *
     * @param purpose named in the dead letters
     * @param topic what it reads
     * @param handler keeps what it reads
     */
    public <E extends Event> void replay(String purpose, Topic<E> topic, BatchHandler<E> handler) {
        readAll(purpose, topic, handler, Collections.nCopies(topics.partitionsOf(topic), 0L));
    }

    /**
     * Reads all that a topic holds now, once, and tells the last version that it has of each paper.
     *
     * @param purpose named in the dead letters
     * @param topic what it reads
     */
    <V extends VersionedRecord> Map<Integer, Long> versions(String purpose, Topic<V> topic) {
        Map<Integer, Long> last = new HashMap<>();
        this.<V>replay(
                purpose,
                topic,
                (_, batch) -> batch.forEach(
                        each -> last.merge(each.event().id(), each.event().version(), Math::max)));
        return last;
    }

    /**
     * Puts a record that was taken over, and cannot be done what it asks for after all, on the dead-letter topic. One that compaction
     * took away meanwhile is superseded, and left out.
     *
     * @param stage who could not do it, such as {@code summaries}
     * @param topic where it was read
     * @param partition where it was read
     * @param offset where it was read
     * @param reason in words
     * @return whether there is such a record
     */
    public boolean refuse(String stage, Topic<?> topic, int partition, long offset, String reason) {
        Optional<ConsumerRecord<byte[], byte[]>> found = new Replay(kafka).find(topic, partition, offset);
        found.ifPresent(record -> deadLetters.add(stage, record, null, DeadLetters.Kind.REFUSED, reason));
        return found.isPresent();
    }

    private <E extends Event> EventReader<E> readAll(
            String function, Topic<E> topic, BatchHandler<E> handler, List<Long> from) {
        int partitions = topics.partitionsOf(topic);
        if (from.size() != partitions) {
            throw new IllegalArgumentException("%s has %d partitions, but the positions to read it from are %s"
                    .formatted(topic.name(), partitions, from));
        }
        EventReader<E> reader = new EventReader<>(
                function,
                topic,
                handler,
                codec,
                deadLetters,
                notes,
                traces,
                meters.of(function),
                new PositionsInMemory());
        new Replay(kafka).run(topic, from, reader);
        return reader;
    }

    /**
     * Where a reader of this service, in whichever instance, stands in a partition.
     *
     * @return the next position, or empty where it has read nothing
     * @throws IllegalArgumentException if there is no such function
     */
    public OptionalLong position(String function, int partition) {
        EventReader<?> reader = readers.get(function + "-in-0");
        if (reader == null) {
            throw new IllegalArgumentException("No function " + function + " reads a topic");
        }
        return reader.position(partition);
    }

    /**
     * The highest position that a reader of this service has reached in any partition of a topic.
     *
     * @param incarnation the topic's id, which may be that of one that is gone
     * @throws IllegalStateException if the service has no database
     */
    public long highestPosition(String function, Topic<?> topic, String incarnation) {
        PositionStore kept = positions;
        if (kept == null) {
            throw new IllegalStateException("Positions of " + function + " need a database");
        }
        return kept.highest(function, topic.name(), incarnation, StreamProperties.MOST_PARTITIONS);
    }

    /**
     * Lets a reader read a partition again from its start. To be called by its handler while the partition is being assigned to
     * it, for at other times what is read next overwrites it.
     *
     * @throws IllegalArgumentException if there is no such function
     */
    public void rewind(String function, int partition) {
        EventReader<?> reader = readers.get(function + "-in-0");
        if (reader == null) {
            throw new IllegalArgumentException("No function " + function + " reads a topic");
        }
        reader.reached(partition, 0);
    }

    private <E extends Event> EventReader<E> register(EventReader<E> reader) {
        readers.put(reader.function() + "-in-0", reader);
        deadLetters.expect(reader.function());
        return reader;
    }

    @Override
    public void onPartitionsAssigned(
            String bindingName,
            org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
            Collection<TopicPartition> partitions,
            boolean initial) {
        EventReader<?> reader = readers.get(bindingName);
        if (reader != null) {
            reader.assigned(consumer, partitions);
        }
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(
            String bindingName,
            org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
            Collection<TopicPartition> partitions) {
        EventReader<?> reader = readers.get(bindingName);
        if (reader != null) {
            reader.revoked(partitions);
        }
    }
}
