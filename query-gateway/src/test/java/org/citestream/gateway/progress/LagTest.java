package org.citestream.gateway.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.gateway.progress.Lag.Behind;
import org.citestream.platform.broker.EmbeddedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** How many records wait, and since when, by a real broker. */
class LagTest {

    private static final Instant BEGIN = Instant.parse("2026-03-14T09:26:53Z");

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;

    private Instant now = BEGIN.plusSeconds(600);
    /** How many consumers have been asked for. */
    private int consumers;

    private final Lag lag = new Lag(
            new KafkaProperties() {
                {
                    setBootstrapServers(List.of(broker.bootstrapServers()));
                }

                @Override
                public Map<String, Object> buildConsumerProperties() {
                    consumers++;
                    return super.buildConsumerProperties();
                }
            },
            () -> now,
            Duration.ofSeconds(60));

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void theFirstRecordThatWaitsTellsSinceWhenWhetherItsReaderStandsOrMoves() throws Exception {
        TopicPartition partition = topic("one", 1).getFirst();
        write(partition, 0, 60, 120, 180);
        Map<TopicPartition, Long> end = Map.of(partition, 4L);

        assertThat(lag.of("reader", Map.of(partition, 4L), end)).isEqualTo(new Behind(0, null));
        assertThat(lag.of("reader", Map.of(partition, 1L), end).records()).isEqualTo(3);
        Behind standing = lag.of("reader", Map.of(partition, 1L), end);
        assertThat(standing).isEqualTo(new Behind(3, BEGIN.plusSeconds(60)));
        assertThat(standing.age(now)).isEqualTo(540);

        now = now.plusSeconds(5);
        assertThat(lag.of("reader", Map.of(partition, 2L), end))
                .as("not looked for again so soon")
                .isEqualTo(new Behind(2, BEGIN.plusSeconds(60)));
        now = now.plusSeconds(10);
        assertThat(lag.of("reader", Map.of(partition, 3L), end)).isEqualTo(new Behind(1, BEGIN.plusSeconds(180)));
        assertThat(lag.of("reader", Map.of(partition, 4L), end).age(now)).isZero();
    }

    @Test
    void allPartitionsAreLookedIntoByOneConsumerAndMarkersOfTransactionsAreNoRecords() throws Exception {
        List<TopicPartition> partitions = topic("many", 6);
        Map<TopicPartition, Long> positions = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (TopicPartition each : partitions.subList(0, 5)) {
            write(each, 0, 100 + 10 * each.partition(), 200, 300);
            positions.put(each, 1L);
            ends.put(each, 4L);
        }
        TopicPartition aborted = partitions.getLast();
        abort(aborted);
        ends.put(aborted, 2L);

        assertThat(lag.of("reader", positions, ends)).isEqualTo(new Behind(5 * 3 + 2, now));
        assertThat(consumers).as("nobody knows yet whether it stands").isZero();
        assertThat(lag.of("reader", positions, ends)).isEqualTo(new Behind(5 * 3, BEGIN.plusSeconds(100)));
        assertThat(consumers).isEqualTo(1);

        now = now.plusSeconds(20);
        positions.replaceAll((_, _) -> 2L);
        assertThat(lag.of("reader", positions, ends)).isEqualTo(new Behind(5 * 2, BEGIN.plusSeconds(200)));
        assertThat(consumers).as("one more, for those that move").isEqualTo(2);
        assertThat(lag.of("reader", positions, ends)).isEqualTo(new Behind(5 * 2, BEGIN.plusSeconds(200)));
        assertThat(consumers).as("what is known is not looked for again").isEqualTo(2);
    }

    @Test
    void whereNobodyAsksSinceWhenOnlyADifferenceThatStandsIsLookedInto() throws Exception {
        TopicPartition partition = topic("counted", 1).getFirst();
        write(partition, 0, 60, 120);
        Map<TopicPartition, Long> end = Map.of(partition, 3L);

        assertThat(lag.records("reader", Map.of(), end)).isEqualTo(3);
        now = now.plusSeconds(60);
        assertThat(lag.records("reader", Map.of(partition, 1L), end)).isEqualTo(2);
        assertThat(consumers).isZero();
        assertThat(lag.records("reader", Map.of(partition, 1L), end)).isEqualTo(2);
        assertThat(consumers).isEqualTo(1);
    }

    private static List<TopicPartition> topic(String name, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        }
        return IntStream.range(0, partitions)
                .mapToObj(each -> new TopicPartition(name, each))
                .toList();
    }

    private static void write(TopicPartition partition, int... seconds)
            throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            for (int each : seconds) {
                producer.send(record(partition, each)).get();
            }
        }
    }

    /** Leaves a record that does not count, and a marker that says so. */
    private static void abort(TopicPartition partition) throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "aborting"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(partition, 0)).get();
            producer.abortTransaction();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> configuration = new HashMap<>(more);
        configuration.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static ProducerRecord<byte[], byte[]> record(TopicPartition partition, int seconds) {
        return new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                BEGIN.plusSeconds(seconds).toEpochMilli(),
                new byte[] {1},
                new byte[] {2});
    }
}
