package org.citestream.summary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperRecord;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A real broker and a document store, and the service on them, started as often as a test likes. */
public final class SummaryPlatform implements AutoCloseable {

    private static final int PARTITIONS = 3;

    private final EventCodec codec = new EventCodec();
    private final Path directory;
    private EmbeddedBroker broker;
    private final EmbeddedStore store = EmbeddedStore.inMemory();
    private final KafkaProducer<byte[], byte[]> producer;

    public SummaryPlatform() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        try {
            directory = Files.createTempDirectory("summary-service-test").resolve("broker");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker = EmbeddedBroker.start(directory);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The broker goes away, until it is started again. */
    void stopBroker() {
        broker.close();
    }

    void startBroker() {
        broker = EmbeddedBroker.start(directory);
    }

    String storeUri() {
        return store.connectionString() + "/summaries";
    }

    public ConfigurableApplicationContext start(String... properties) {
        return start(SummaryServiceApplication.class, properties);
    }

    /** By which a service finds broker and store, and does not wait long. */
    List<String> settings() {
        return List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--spring.mongodb.uri=" + storeUri(),
                "--citestream.stream.partitions=" + PARTITIONS,
                "--citestream.summary.first-retry=20ms",
                "--citestream.summary.longest-retry=100ms",
                "--citestream.summary.attempts=4");
    }

    /** Starts the service with beans that go before its own. */
    public ConfigurableApplicationContext start(Class<?> beans, String... properties) {
        List<String> arguments = new ArrayList<>(settings());
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return new SpringApplicationBuilder(SummaryServiceApplication.class, beans)
                .properties("spring.config.name=summary-service")
                .run(arguments.toArray(String[]::new));
    }

    public void publish(PaperEvent... papers) {
        publish(Topics.PAPERS, papers);
    }

    @SafeVarargs
    final <E extends Event> void publish(Topic<E> topic, E... events) {
        for (E event : events) {
            Future<RecordMetadata> _ = producer.send(new ProducerRecord<>(
                    topic.name(),
                    topic.partitionOf(event, PARTITIONS),
                    utf8(event.recordKey()),
                    codec.encode(topic, event)));
        }
        producer.flush();
    }

    void publishRaw(int partition, String value) {
        Future<RecordMetadata> _ =
                producer.send(new ProducerRecord<>(Topics.PAPERS.name(), partition, utf8("unreadable"), utf8(value)));
        producer.flush();
    }

    /** All records of a topic, each checked to lie in the partition of its paper. */
    public <E extends Event> List<E> all(Topic<E> topic) {
        List<E> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(each -> new TopicPartition(topic.name(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    E event = codec.decode(topic, each.value());
                    if (topic.partitionOf(event, PARTITIONS) != each.partition()) {
                        throw new AssertionError(event + " lies in partition " + each.partition());
                    }
                    found.add(event);
                }
            }
        }
        return found;
    }

    /** Why the record of a paper is a dead letter, once for each time that it became one. */
    List<String> deadLetters(int id) {
        List<String> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.PAPERS.name() + "-dlt").stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    if (new String(each.key(), StandardCharsets.UTF_8).equals(Integer.toString(id))) {
                        StringBuilder why = new StringBuilder();
                        each.headers()
                                .forEach(header -> why.append(header.key())
                                        .append('=')
                                        .append(new String(header.value(), StandardCharsets.UTF_8))
                                        .append('\n'));
                        found.add(why.toString());
                    }
                }
            }
        }
        return found;
    }

    /** The last record of each paper in a topic. */
    public <E extends PaperRecord> Map<Integer, E> last(Topic<E> topic) {
        Map<Integer, E> last = new HashMap<>();
        all(topic).forEach(each -> last.put(each.id(), each));
        return last;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        store.close();
        broker.close();
    }
}
