package org.citestream.events.stream;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Writes records on a hot path with a plain producer: asynchronous, batched, acknowledged by all replicas, each once. With a
 * transactional id, what is written between {@link #begin()} and {@link #commit()} becomes visible as a whole, and a second
 * writer of the same id fences the first.
 */
public final class EventWriter implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final EventCodec codec;
    private final EventHeaders headers;

    EventWriter(Producer<byte[], byte[]> producer, EventCodec codec, EventHeaders headers) {
        this.producer = producer;
        this.codec = codec;
        this.headers = headers;
    }

    /**
     * Sends a record without waiting for it; blocks only while the producer's buffer is full.
     *
     * @return completes with its place once it is acknowledged, or with the failure
     */
    public <E extends Event> CompletableFuture<RecordMetadata> send(Topic<E> topic, E event) {
        int partitions;
        try {
            partitions = producer.partitionsFor(topic.name()).size();
        } catch (KafkaException e) {
            // The broker is away: that is a record that was not acknowledged, like any other.
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<RecordMetadata> acknowledged = new CompletableFuture<>();
        send(topic, event, partitions, (place, failure) -> {
            if (failure == null) {
                acknowledged.complete(place);
            } else {
                acknowledged.completeExceptionally(failure);
            }
        });
        return acknowledged;
    }

    /**
     * What goes to one topic.
     *
     * @param topic where to
     * @param events in their order
     */
    public record Part<E extends Event>(Topic<E> topic, Collection<? extends E> events) {}

    /**
     * Sends records and waits until all are acknowledged.
     *
     * @return their places, in the order of the records
     * @throws KafkaException if one could not be written: why the first could not, since what fails after it often fails because of it
     */
    public <E extends Event> List<RecordMetadata> sendAll(Topic<E> topic, Collection<? extends E> events) {
        return sendAll(List.of(new Part<>(topic, events)));
    }

    /**
     * The same for several topics, part after part.
     *
     * @return their places, in the order of the records
     * @throws KafkaException if one could not be written
     */
    public List<RecordMetadata> sendAll(List<Part<?>> parts) {
        int records = parts.stream().mapToInt(part -> part.events().size()).sum();
        Acknowledgements acknowledgements = new Acknowledgements(records);
        try {
            int sent = 0;
            for (Part<?> part : parts) {
                send(part, sent, acknowledgements);
                sent += part.events().size();
            }
        } catch (KafkaException e) {
            // A transaction takes nothing more once a record has failed: what that one failed of says more.
            throw acknowledgements.failureBefore(e);
        }
        producer.flush();
        return acknowledgements.await();
    }

    private <E extends Event> void send(Part<E> part, int sentBefore, Acknowledgements acknowledgements) {
        if (part.events().isEmpty()) {
            return;
        }
        int partitions = producer.partitionsFor(part.topic().name()).size();
        int number = sentBefore;
        for (E event : part.events()) {
            int each = number++;
            send(part.topic(), event, partitions, (place, failure) -> acknowledgements.take(each, place, failure));
        }
    }

    private <E extends Event> void send(Topic<E> topic, E event, int partitions, Callback acknowledged) {
        EventCodec.Encoded encoded = codec.encodeWithId(topic, event);
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                topic.name(),
                topic.partitionOf(event, partitions),
                EventHeaders.utf8(event.recordKey()),
                encoded.json());
        headers.write(topic, event, encoded.eventId(), message.headers()::add);
        // Whoever calls is told by the callback.
        Future<RecordMetadata> _ = producer.send(message, acknowledged);
    }

    /** What became of records that were sent together. */
    private static final class Acknowledgements {

        private final RecordMetadata[] places;
        private final CountDownLatch outstanding;
        private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

        Acknowledgements(int records) {
            places = new RecordMetadata[records];
            outstanding = new CountDownLatch(records);
        }

        void take(int record, RecordMetadata place, @Nullable Exception itsFailure) {
            if (itsFailure == null) {
                places[record] = place;
            } else {
                firstFailure.compareAndSet(null, itsFailure);
            }
            outstanding.countDown();
        }

        RuntimeException failureBefore(KafkaException later) {
            if (firstFailure.get() instanceof RuntimeException first && first != later) {
                first.addSuppressed(later);
                return first;
            }
            return later;
        }

        List<RecordMetadata> await() {
            try {
                outstanding.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted while waiting for acknowledgements", e);
            }
            Exception found = firstFailure.get();
            if (found != null) {
                throw found instanceof RuntimeException why
                        ? why
                        : new KafkaException("a record was not acknowledged", found);
            }
            return Arrays.asList(places);
        }
    }

    /** Begins a transaction. */
    public void begin() {
        producer.beginTransaction();
    }

    /** Makes what was written since {@link #begin()} visible as a whole. */
    public void commit() {
        producer.commitTransaction();
    }

    /** Takes back what was written since {@link #begin()}. */
    public void abort() {
        producer.abortTransaction();
    }

    @Override
    public void close() {
        producer.close(EventWriters.LONGEST_CLOSE);
    }

    static RecordMetadata await(Future<RecordMetadata> acknowledged) {
        try {
            return acknowledged.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new KafkaException("a record was not acknowledged", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for an acknowledgement", e);
        }
    }
}
