package org.citestream.events.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.Topic;
import org.citestream.events.UnreadableEventException;
import org.citestream.events.trace.RecordTraces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Hands what is polled to a handler, partition by partition or together, and then saves the positions. What cannot be read, and what the
 * handler refuses even when it is given alone, goes to the dead letters.
 */
final class EventReader<E extends Event> implements Consumer<Message<List<byte[]>>> {

    private static final Logger log = LoggerFactory.getLogger(EventReader.class);
    private static final long FIRST_RETRY_MILLIS = 200;
    private static final long LONGEST_RETRY_MILLIS = 15_000;

    private final String function;
    private final Topic<E> topic;
    private final BatchHandler<E> handler;
    private final EventCodec codec;
    private final DeadLetters deadLetters;
    private final DeadLetterNotes notes;
    private final RecordTraces traces;
    private final ReaderMeters.OfReader meters;
    private final Positions positions;
    private final Set<Integer> placed = ConcurrentHashMap.newKeySet();
    /** Given away: what of them is still in a batch that is tried again is for the next owner. */
    private final Set<Integer> left = ConcurrentHashMap.newKeySet();

    EventReader(
            String function,
            Topic<E> topic,
            BatchHandler<E> handler,
            EventCodec codec,
            DeadLetters deadLetters,
            DeadLetterNotes notes,
            RecordTraces traces,
            ReaderMeters.OfReader meters,
            Positions positions) {
        this.function = function;
        this.topic = topic;
        this.handler = handler;
        this.codec = codec;
        this.deadLetters = deadLetters;
        this.notes = notes;
        this.traces = traces;
        this.meters = meters;
        this.positions = positions;
    }

    String function() {
        return function;
    }

    /**
     * Starts each partition where the reader stands. While the store or the broker is away this waits, for a consumer that went
     * on without would start from the group's committed offsets.
     */
    void assigned(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        left.removeAll(numbers(partitions));
        ExponentialBackOff untilItPasses = new ExponentialBackOff(FIRST_RETRY_MILLIS, 2);
        untilItPasses.setMaxInterval(LONGEST_RETRY_MILLIS);
        BackOffExecution pauses = untilItPasses.start();
        while (true) {
            try {
                handler.assigned(numbers(partitions));
                partitions.forEach(partition -> seek(consumer, partition));
                return;
            } catch (RuntimeException e) {
                if (!Transience.passes(e)) {
                    throw e;
                }
                log.warn("{}: cannot take over {} yet: {}", function, partitions, reason(e));
                pause(pauses.nextBackOff(), e);
            }
        }
    }

    private void seek(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer, TopicPartition partition) {
        long next = positions
                .find(partition.partition())
                .orElseGet(() -> consumer.beginningOffsets(List.of(partition)).get(partition));
        consumer.seek(partition, next);
        if (positions instanceof DurablePositions) {
            commit(consumer, partition, next);
        }
        placed.add(partition.partition());
    }

    /**
     * A crash between saving a position and committing it would show as lag until the next record; and a reader whose database was lost would
     * show none while it reads everything again. For the lag alone, so a member that the group has given up meanwhile goes on to
     * its next poll, where it learns of that.
     */
    private void commit(
            org.apache.kafka.clients.consumer.Consumer<?, ?> consumer, TopicPartition partition, long next) {
        try {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
        } catch (KafkaException e) {
            log.info("{}: the position in {} was not committed, and shows as lag: {}", function, partition, reason(e));
        }
    }

    private static void pause(long millis, RuntimeException failure) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    OptionalLong position(int partition) {
        return positions.find(partition);
    }

    /** All of a partition before {@code next} has been read. */
    void reached(int partition, long next) {
        positions.save(Map.of(partition, next));
    }

    void revoked(Collection<TopicPartition> partitions) {
        placed.removeAll(numbers(partitions));
        left.addAll(numbers(partitions));
        handler.revoked(numbers(partitions));
    }

    @Override
    @SuppressWarnings("unchecked") // the batch converter puts the records there, read with byte array deserializers
    public void accept(Message<List<byte[]>> batch) {
        Object raw = batch.getHeaders().get(KafkaHeaders.RAW_DATA);
        if (!(raw instanceof List<?> records)) {
            throw new IllegalStateException(
                    "The binding of " + function + " lacks the batch converter of event-stream.yml");
        }
        List<ConsumerRecord<byte[], byte[]>> own = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> each : (List<ConsumerRecord<byte[], byte[]>>) records) {
            if (placed.contains(each.partition())) {
                own.add(each);
            } else if (!left.contains(each.partition())) {
                log.error(
                        "{}: does not read {}-{}, since taking it over failed",
                        function,
                        topic.name(),
                        each.partition());
                throw new IllegalStateException(function + " does not know where it stands in " + each.partition());
            }
        }
        meters.inHand(own);
        read(own, true);
        meters.done(own);
    }

    /** Hands on what was written long ago, which is no part of its traces. */
    void replay(List<ConsumerRecord<byte[], byte[]>> records) {
        read(records, false);
    }

    private void read(List<ConsumerRecord<byte[], byte[]>> records, boolean traced) {
        Map<Integer, List<ConsumerRecord<byte[], byte[]>>> byPartition = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> each : records) {
            byPartition
                    .computeIfAbsent(each.partition(), _ -> new ArrayList<>())
                    .add(each);
        }
        if (handler.takesPartitionsTogether() && !records.isEmpty()) {
            handle(records, traced);
        } else {
            byPartition.values().forEach(ofPartition -> handle(ofPartition, traced));
        }
        Map<Integer, Long> next = new TreeMap<>();
        byPartition.forEach((partition, ofPartition) ->
                next.put(partition, ofPartition.getLast().offset() + 1));
        if (!next.isEmpty()) {
            positions.save(next);
        }
    }

    private void handle(List<ConsumerRecord<byte[], byte[]>> records, boolean traced) {
        List<Received<E>> readable = new ArrayList<>(records.size());
        List<ConsumerRecord<byte[], byte[]>> originals = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> each : records) {
            try {
                readable.add(new Received<>(each.partition(), each.offset(), codec.decode(topic, each.value())));
                originals.add(each);
            } catch (UnreadableEventException e) {
                deadLetters.add(function, each, null, DeadLetters.Kind.UNREADABLE, reason(e));
            }
        }
        if (!readable.isEmpty()) {
            if (traced) {
                handleTraced(readable, originals);
            } else {
                handleOrHalve(readable, originals);
            }
        }
    }

    private void handleTraced(List<Received<E>> batch, List<ConsumerRecord<byte[], byte[]>> originals) {
        List<E> events = batch.stream().map(Received::event).toList();
        try (RecordTraces.Reading reading = traces.reading(function, originals, events)) {
            try {
                handleOrHalve(batch, originals);
            } catch (RuntimeException e) {
                reading.failed(e);
                throw e;
            }
        }
    }

    private void handleOrHalve(List<Received<E>> batch, List<ConsumerRecord<byte[], byte[]>> originals) {
        int partition = batch.getFirst().partition();
        try {
            handler.handle(partition, batch);
        } catch (RuntimeException e) {
            if (Transience.passes(e)) {
                LoggedRecord.in(
                                log.atWarn(),
                                function,
                                originals.getFirst(),
                                batch.getFirst().event())
                        .log(
                                "{}: will try {} records of {}-{} again, beginning with this one: {}",
                                function,
                                batch.size(),
                                topic.name(),
                                partition,
                                reason(e));
                throw e;
            }
            if (batch.size() == 1) {
                note(batch.getFirst(), e);
                E refused = batch.getFirst().event();
                deadLetters.add(function, originals.getFirst(), refused, DeadLetters.Kind.REFUSED, reason(e));
                return;
            }
            int half = batch.size() / 2;
            handleOrHalve(batch.subList(0, half), originals.subList(0, half));
            handleOrHalve(batch.subList(half, batch.size()), originals.subList(half, originals.size()));
        }
    }

    /** What cannot even be noted goes to the dead letters all the same. */
    private void note(Received<E> refused, RuntimeException why) {
        try {
            notes.note(function, refused, reason(why));
        } catch (RuntimeException e) {
            if (Transience.passes(e)) {
                throw e;
            }
            log.error(
                    "{}: could not note that {} was refused",
                    function,
                    refused.event().recordKey(),
                    e);
        }
    }

    private static String reason(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toUnmodifiableSet());
    }
}
