package org.citestream.ranking;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.platform.broker.EmbeddedBroker;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A real broker, and the ranking service on it, started as often as a test likes; as an extension, one for each test. */
final class RankingPlatform implements AutoCloseable, AfterEachCallback {

    static final int PARTITIONS = 3;
    private static final Instant ACCEPTED = Instant.parse("2026-01-02T03:04:05Z");

    private final EventCodec codec = new EventCodec();
    private final EmbeddedBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<TopicPartition, Long> sentTo = new HashMap<>();

    RankingPlatform() {
        try {
            broker = EmbeddedBroker.start(
                    Files.createTempDirectory("ranking-service-test").resolve("broker"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close();
    }

    /** Epochs follow quickly, unless the properties say otherwise. */
    ConfigurableApplicationContext start(String... properties) {
        String pace = "citestream.ranking.epoch-interval=";
        return Stream.of(properties).anyMatch(each -> each.startsWith(pace))
                ? startAtDefaultPace(properties)
                : startAtDefaultPace(Stream.concat(Stream.of(pace + "100ms"), Stream.of(properties))
                        .toArray(String[]::new));
    }

    ConfigurableApplicationContext startAtDefaultPace(String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--citestream.stream.partitions=" + PARTITIONS));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return new SpringApplicationBuilder(RankingServiceApplication.class)
                .properties("spring.config.name=" + RankingServiceApplication.NAME)
                .run(arguments.toArray(String[]::new));
    }

    /** A live paper. */
    static PaperEvent paper(int id, long version) {
        return paper(id, version, PaperStatus.LIVE);
    }

    static PaperEvent paper(int id, long version, PaperStatus status) {
        return new PaperEvent(
                id,
                version,
                status,
                null,
                List.of(),
                "Paper " + id,
                List.of(),
                "VLDB",
                1975 + id % 50,
                null,
                null,
                null,
                List.of("test"),
                ACCEPTED);
    }

    static ReferencesEvent references(int id, long version, List<Integer> cited) {
        return references(id, version, cited, List.of());
    }

    static ReferencesEvent references(int id, long version, List<Integer> cited, List<Integer> self) {
        return new ReferencesEvent(id, version, cited, self, 0, ReferencesEvent.Dropped.NOTHING, ACCEPTED);
    }

    void send(PaperEvent... papers) {
        for (PaperEvent each : papers) {
            send(Topics.PAPERS, each);
        }
        producer.flush();
    }

    void send(ReferencesEvent... references) {
        for (ReferencesEvent each : references) {
            send(Topics.REFERENCES, each);
        }
        producer.flush();
    }

    void flush() {
        producer.flush();
    }

    <E extends Event> void send(Topic<E> topic, E event) {
        send(topic.name(), topic.partitionOf(event, PARTITIONS), event.recordKey(), codec.encode(topic, event));
    }

    void sendRaw(Topic<?> topic, int partition, String key, String value) {
        send(topic.name(), partition, key, value.getBytes(StandardCharsets.UTF_8));
        producer.flush();
    }

    private void send(String topic, int partition, String key, byte[] value) {
        producer.send(
                new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value),
                (place, failure) -> {
                    if (failure == null) {
                        synchronized (sentTo) {
                            sentTo.merge(
                                    new TopicPartition(place.topic(), place.partition()),
                                    place.offset() + 1,
                                    Math::max);
                        }
                    }
                });
    }

    /** Takes a topic with all its records away, and makes another of its name. */
    void makeAnew(Topic<?> topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(topic.name())).all().get(60, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(ExecutionException.class)
                    .until(() -> {
                        admin.createTopics(List.of(new NewTopic(topic.name(), PARTITIONS, (short) 1)))
                                .all()
                                .get(60, TimeUnit.SECONDS);
                        return true;
                    });
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        synchronized (sentTo) {
            sentTo.keySet().removeIf(each -> each.topic().equals(topic.name()));
        }
    }

    /** Whether an epoch covers all that was sent. */
    boolean covers(RankEpoch epoch) {
        synchronized (sentTo) {
            return sentTo.entrySet().stream()
                    .allMatch(each -> epoch.inputs()
                                            .getOrDefault(each.getKey().topic(), List.of())
                                            .size()
                                    > each.getKey().partition()
                            && epoch.inputs()
                                            .get(each.getKey().topic())
                                            .get(each.getKey().partition())
                                    >= each.getValue());
        }
    }

    /** What a reader of committed records finds, partition by partition. */
    <E extends Event> List<E> all(Topic<E> topic) {
        List<E> found = new ArrayList<>();
        each(topic.name(), record -> {
            E event = codec.decode(topic, record.value());
            if (topic.partitionOf(event, PARTITIONS) != record.partition()) {
                throw new AssertionError(event + " lies in partition " + record.partition());
            }
            found.add(event);
        });
        return found;
    }

    void each(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(reader);
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The scores that stand now, by paper. */
    Map<Integer, Double> scores() {
        Map<Integer, Double> scores = new HashMap<>();
        for (RankEvent each : all(Topics.RANKS)) {
            if (each.score() == null) {
                scores.remove(each.id());
            } else {
                scores.put(each.id(), each.score());
            }
        }
        return scores;
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}
