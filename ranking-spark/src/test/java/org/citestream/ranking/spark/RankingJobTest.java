package org.citestream.ranking.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
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
import org.citestream.pagerank.Certificate;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.ranking.RankingServiceApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Spark in this process, a real broker, and the ranking service that goes on from what the job wrote. */
@Tag("slow")
class RankingJobTest {

    private static final int PAPERS = 400;
    private static final int PARTITIONS = 3;
    private static final int AWAITED = PAPERS + 7;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant ACCEPTED = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path directory;

    private final EventCodec codec = new EventCodec();
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    @AfterEach
    void closeProducer() {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }

    @Test
    void theServiceGoesOnFromTheSnapshotOfTheJobAsFromItsOwn() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
            Path snapshot = directory.resolve("snapshot");
            try (ConfigurableApplicationContext _ = service(broker)) {
                tellEverything(broker);
                epochOf(broker, PAPERS - PAPERS / 20);
            }
            Map<Integer, Double> before = scores(broker);

            assertThat(RankingJob.run(
                            "--master=local[2]",
                            "--blocks=5",
                            "--bootstrap-servers=" + broker.bootstrapServers(),
                            "--snapshot=" + snapshot))
                    .isZero();

            assertThat(certificateOf(snapshot).errorBound())
                    .as("as proved from the edges, before anything is pushed")
                    .isLessThan(2e-11);
            try (ConfigurableApplicationContext service =
                    service(broker, "--citestream.ranking.snapshot-file=" + snapshot)) {
                send(broker, Topics.PAPERS, paper(PAPERS + 1, 1, PaperStatus.LIVE));
                RankEpoch after = epochOf(broker, PAPERS - PAPERS / 20 + 1);
                assertThat(read(service)).as("only what follows the snapshot").isEqualTo(1);
                Map<Integer, Double> scores = scores(broker);
                assertThat(scores.remove(PAPERS + 1)).isCloseTo(0.15, within(1e-11));
                assertThat(scores).containsOnlyKeys(before.keySet());
                scores.forEach((paper, score) -> assertThat(score)
                        .as("that of paper %d is the one that the service had found itself", paper)
                        .isCloseTo(before.get(paper), within(score * 1e-10)));

                send(broker, Topics.PAPERS, paper(AWAITED, 1, PaperStatus.LIVE));
                assertThat(epochOf(broker, after.papers() + 1).citations())
                        .as("what cited a paper that had not been told")
                        .isEqualTo(after.citations() + 1);
            }
        }
    }

    @Test
    void topicsThatAreNotThereAreNamed() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
            assertThat(RankingJob.run(
                            "--master=local[1]",
                            "--bootstrap-servers=" + broker.bootstrapServers(),
                            "--snapshot=" + directory.resolve("none")))
                    .isEqualTo(1);
            assertThat(directory.resolve("none")).doesNotExist();
        }
    }

    /** The published score of each paper. */
    private Map<Integer, Double> scores(EmbeddedBroker broker) {
        Map<Integer, Double> scores = new HashMap<>();
        for (RankEvent each : all(broker, Topics.RANKS)) {
            if (each.score() == null) {
                scores.remove(each.id());
            } else {
                scores.put(each.id(), each.score());
            }
        }
        return scores;
    }

    private static Certificate certificateOf(Path snapshot) {
        try {
            return IncrementalPageRank.load(snapshot, _ -> {}).certify();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Papers with what may go wrong: stale versions, withdrawn ones, self-citations, cycles, papers that nobody told. */
    private void tellEverything(EmbeddedBroker broker) {
        Random random = new Random(4);
        List<Event> events = new ArrayList<>();
        for (int id = 1; id <= PAPERS; id++) {
            TreeSet<Integer> cited = new TreeSet<>();
            for (int i = random.nextInt(9); i > 0; i--) {
                cited.add(1 + random.nextInt(PAPERS));
            }
            cited.remove(id);
            events.add(paper(id, 2, id % 20 == 0 ? PaperStatus.WITHDRAWN : PaperStatus.LIVE));
            events.add(paper(id, 1, PaperStatus.WITHDRAWN));
            events.add(references(id, 2, List.copyOf(cited), cited.isEmpty() ? List.of() : List.of(cited.first())));
            events.add(references(id, 1, List.of(1 + id % PAPERS), List.of()));
        }
        events.add(references(7, 3, List.of(1, AWAITED), List.of()));
        events.add(references(PAPERS + 50, 1, List.of(1), List.of()));
        for (Event each : events) {
            if (each instanceof PaperEvent paper) {
                send(broker, Topics.PAPERS, paper);
            } else if (each instanceof ReferencesEvent references) {
                send(broker, Topics.REFERENCES, references);
            }
        }
    }

    private static ConfigurableApplicationContext service(EmbeddedBroker broker, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.main.banner-mode=off",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--citestream.stream.partitions=" + PARTITIONS,
                "--citestream.ranking.epoch-interval=100ms"));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(RankingServiceApplication.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=" + RankingServiceApplication.NAME)
                .run(arguments.toArray(String[]::new));
    }

    private static double read(ConfigurableApplicationContext service) {
        return service.getBean(MeterRegistry.class).get("citestream.ranking.records.read").counters().stream()
                .filter(each -> !Topics.RANKS.name().equals(each.getId().getTag("topic")))
                .mapToDouble(each -> each.count())
                .sum();
    }

    /** The last epoch, once it ranks so many papers and covers all that is in the topics. */
    private RankEpoch epochOf(EmbeddedBroker broker, int papers) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            List<RankEpoch> epochs = all(broker, Topics.RANK_EPOCHS);
                            return epochs.isEmpty() ? null : epochs.getLast();
                        },
                        epoch -> epoch != null && epoch.papers() == papers && coversAll(broker, epoch));
    }

    private static boolean coversAll(EmbeddedBroker broker, RankEpoch epoch) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker)) {
            for (String topic : List.of(Topics.PAPERS.name(), Topics.REFERENCES.name())) {
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(topic, PARTITIONS));
                for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                    if (epoch.inputs()
                                    .getOrDefault(topic, List.of())
                                    .get(end.getKey().partition())
                            < end.getValue()) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private <E extends Event> List<E> all(EmbeddedBroker broker, Topic<E> topic) {
        List<E> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker)) {
            List<TopicPartition> partitions = partitions(
                    topic.name(), consumer.partitionsFor(topic.name()).size());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> found.add(codec.decode(topic, record.value())));
            }
        }
        return found;
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedBroker broker) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private <E extends Event> void send(EmbeddedBroker broker, Topic<E> topic, E event) {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }
        producer.send(new ProducerRecord<>(
                topic.name(),
                topic.partitionOf(event, PARTITIONS),
                event.recordKey().getBytes(StandardCharsets.UTF_8),
                codec.encode(topic, event)));
    }

    private static PaperEvent paper(int id, long version, PaperStatus status) {
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

    private static ReferencesEvent references(int id, long version, List<Integer> cited, List<Integer> self) {
        return new ReferencesEvent(id, version, cited, self, 0, ReferencesEvent.Dropped.NOTHING, ACCEPTED);
    }
}
