package org.citestream.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.citestream.events.EventCodec;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.EventWriters;
import org.citestream.platform.broker.EmbeddedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a real broker; the tests go on from each other, as the life of a service does. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RankingServiceTest {

    private static final int PARTITIONS = 2;
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static ConfigurableApplicationContext service;
    private static EventWriter writer;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        run();
    }

    @AfterAll
    static void stop() {
        writer.close();
        service.close();
        broker.close();
    }

    private static void run() {
        service = new SpringApplicationBuilder(RankingServiceApplication.class)
                .run(
                        "--spring.config.name=ranking-service",
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--server.port=0",
                        "--citestream.stream.partitions=" + PARTITIONS,
                        "--citestream.ranking.epoch-interval=100ms");
        writer = service.getBean(EventWriters.class).direct("test");
    }

    private static void paper(int id, long version, PaperStatus status) {
        writer.sendAll(
                Topics.PAPERS,
                List.of(new PaperEvent(
                        id,
                        version,
                        status,
                        null,
                        List.of("test:" + id),
                        "Title",
                        List.of(),
                        "VLDB",
                        2000 + id,
                        null,
                        null,
                        null,
                        List.of("test"),
                        NOW)));
    }

    private static void references(int id, long version, Integer... cited) {
        writer.sendAll(
                Topics.REFERENCES,
                List.of(new ReferencesEvent(
                        id, version, List.of(cited), List.of(), 0, ReferencesEvent.Dropped.NOTHING, NOW)));
    }

    /** What the topics say now: records of ranks in their order, and the last epoch. */
    private record Published(List<RankEvent> ranks, RankEpoch epoch) {

        Map<Integer, Double> scores() {
            Map<Integer, Double> scores = new HashMap<>();
            ranks.forEach(each -> scores.put(each.id(), each.score()));
            scores.values().removeIf(Objects::isNull);
            return scores;
        }
    }

    private static Published published() {
        EventCodec codec = new EventCodec();
        List<RankEvent> ranks = new ArrayList<>();
        List<RankEpoch> epochs = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : read(Topics.RANKS.name(), PARTITIONS)) {
            ranks.add(codec.decode(Topics.RANKS, each.value()));
        }
        for (ConsumerRecord<byte[], byte[]> each : read(Topics.RANK_EPOCHS.name(), 1)) {
            epochs.add(codec.decode(Topics.RANK_EPOCHS, each.value()));
        }
        return new Published(ranks, epochs.isEmpty() ? null : epochs.getLast());
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int partitions) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class))) {
            List<TopicPartition> all = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                all.add(new TopicPartition(topic, partition));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static Published awaitCovered(long papers, long references) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            RankEpoch epoch = published().epoch();
            return epoch != null
                    && sum(epoch, Topics.PAPERS.name()) >= papers
                    && sum(epoch, Topics.REFERENCES.name()) >= references;
        });
        return published();
    }

    private static long sum(RankEpoch epoch, String topic) {
        return epoch.inputs().get(topic).stream().mapToLong(Long::longValue).sum();
    }

    @Test
    @Order(1)
    void whatArrivesIsPublishedAsAnEpochThatSaysWhatItCovers() {
        paper(1, 1, PaperStatus.LIVE);
        paper(2, 1, PaperStatus.LIVE);
        references(2, 1, 1);
        Published published = awaitCovered(2, 1);
        assertThat(published.epoch().papers()).isEqualTo(2);
        assertThat(published.epoch().citations()).isEqualTo(1);
        assertThat(published.epoch().errorBound()).isBetween(0.0, 1e-9);
        double sum = published.scores().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(published.epoch().scoreSum()).isEqualTo(sum);
        assertThat(published.scores().get(1) / published.scores().get(2))
                .isEqualTo(1.85, org.assertj.core.data.Offset.offset(1e-10));
    }

    @Test
    @Order(2)
    void onlyWhatChangedIsPublishedAgain() {
        int before = published().ranks().size();
        paper(3, 1, PaperStatus.LIVE);
        Published after = awaitCovered(3, 1);
        assertThat(after.ranks().subList(0, after.ranks().size())).hasSize(before + 1);
        assertThat(after.scores()).containsOnlyKeys(1, 2, 3);
        assertThat(after.epoch().papers()).isEqualTo(3);
    }

    @Test
    @Order(3)
    void aWithdrawnPaperIsNoLongerRanked() {
        paper(2, 2, PaperStatus.WITHDRAWN);
        Published after = awaitCovered(4, 1);
        assertThat(after.scores()).containsOnlyKeys(1, 3);
        assertThat(after.scores().get(1)).isEqualTo(after.scores().get(3));
        assertThat(after.epoch().citations()).isZero();
    }

    @Test
    @Order(4)
    void aRecordThatCannotBeReadGoesToTheDeadLettersAndTheRestFlowsOn() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class))) {
            producer.send(new ProducerRecord<>(
                    "papers", 0, "4".getBytes(StandardCharsets.UTF_8), "no paper".getBytes(StandardCharsets.UTF_8)));
        }
        paper(4, 1, PaperStatus.LIVE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> published().scores().containsKey(4));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> read("papers-dlt", 1).stream()
                        .anyMatch(each -> new String(each.value(), StandardCharsets.UTF_8).equals("no paper")));
    }

    @Test
    @Order(5)
    void afterARestartTheEpochsGoOnAndNothingThatDidNotChangeIsPublishedAgain() {
        Published before = published();
        writer.close();
        service.close();
        run();
        paper(5, 1, PaperStatus.LIVE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> published().scores().containsKey(5));
        Published after = published();
        assertThat(after.ranks()).hasSize(before.ranks().size() + 1);
        assertThat(after.epoch().epoch()).isGreaterThan(before.epoch().epoch());
    }
}
