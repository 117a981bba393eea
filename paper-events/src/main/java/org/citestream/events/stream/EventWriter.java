package org.citestream.events.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.Topic;

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
        EventCodec.Encoded encoded = codec.encodeWithId(topic, event);
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                topic.name(),
                topic.partitionOf(event, partitions),
                EventHeaders.utf8(event.recordKey()),
                encoded.json());
        headers.write(topic, event, encoded.eventId(), message.headers()::add);
        CompletableFuture<RecordMetadata> acknowledged = new CompletableFuture<>();
        // Whoever calls is told by the callback.
        Future<RecordMetadata> _ = producer.send(message, (place, failure) -> {
            if (failure == null) {
                acknowledged.complete(place);
            } else {
                acknowledged.completeExceptionally(failure);
            }
        });
        return acknowledged;
    }

    /**
     * Sends records and waits until all are acknowledged.
     *
     * @return their places, in the order of the records
     * @throws KafkaException if one could not be written
     */
    public <E extends Event> List<RecordMetadata> sendAll(Topic<E> topic, Collection<? extends E> events) {
        List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>(events.size());
        for (E event : events) {
            sent.add(send(topic, event));
        }
        return allOf(sent);
    }

    /**
     * Waits until all records that were sent are acknowledged.
     *
     * @return their places
     * @throws KafkaException if one could not be written
     */
    public List<RecordMetadata> allOf(List<CompletableFuture<RecordMetadata>> sent) {
        producer.flush();
        List<RecordMetadata> places = new ArrayList<>(sent.size());
        for (Future<RecordMetadata> one : sent) {
            places.add(await(one));
        }
        return places;
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
        producer.close(Duration.ofSeconds(10));
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
