package org.citestream.events.stream;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.events.EventCodec;
import org.citestream.events.Topics;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** Makes {@linkplain EventWriter writers}. Whoever makes one closes it. */
public final class EventWriters implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024 * 1024;
    private static final int BATCH_BYTES = 256 * 1024;
    private static final int STREAM_LINGER_MILLIS = 10;
    /** How long what is on its way is waited for when a producer is closed. */
    static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(30);
    private static final int MAX_LETTER_HEADER_BYTES = 64 * 1024;

    private final KafkaProperties kafka;
    private final EventCodec codec;
    private final EventHeaders headers;
    private final MeterRegistry meters;
    /** One for all producers, whose metrics are looked for from time to time. */
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("producer-metrics").factory());

    /** Waits for {@code topics}, so that nothing is written before they are there. */
    EventWriters(
            KafkaProperties kafka, EventCodec codec, EventHeaders headers, TopicSetup topics, MeterRegistry meters) {
        this.meters = meters;
        this.kafka = kafka;
        this.codec = codec;
        this.headers = headers;
        topics.partitionsOf(Topics.PAPERS);
    }

    /** A writer whose records are each seen as soon as they are acknowledged. */
    public EventWriter direct(String clientId) {
        return new EventWriter(producer(config(clientId)), codec, headers);
    }

    /** The same for records that come by the thousand and are not waited for one by one: each waits a moment for others to go with it. */
    public EventWriter streaming(String clientId) {
        Map<String, Object> config = config(clientId);
        config.put(ProducerConfig.LINGER_MS_CONFIG, STREAM_LINGER_MILLIS);
        return new EventWriter(producer(config), codec, headers);
    }

    /**
     * A writer whose records are seen by transaction. Blocks until an earlier writer of the same id is fenced.
     *
     * @param transactionalId the same for every holder of the same duty
     */
    public EventWriter transactional(String transactionalId) {
        return transactional(transactionalId, LONGEST_TRANSACTION);
    }

    /**
     * The same for transactions that take their time.
     *
     * @param longest after which the broker takes a transaction back that has not ended, and fences its writer; until then, what follows
     *     the transaction of a writer that is gone waits for it, or for the next writer of the same id
     */
    public EventWriter transactional(String transactionalId, Duration longest) {
        Map<String, Object> config = config(transactionalId);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(longest.toMillis()));
        Producer<byte[], byte[]> producer = producer(config);
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
        return new EventWriter(producer, codec, headers);
    }

    /** A producer that takes the largest record there can be and what {@link DeadLetters} says of it. */
    Producer<byte[], byte[]> ofDeadLetters(String clientId) {
        Map<String, Object> config = config(clientId);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES + MAX_LETTER_HEADER_BYTES);
        return producer(config);
    }

    private Producer<byte[], byte[]> producer(Map<String, Object> config) {
        return MeasuredProducer.of(config, meters, looking);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }

    private Map<String, Object> config(String clientId) {
        Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        return config;
    }
}
