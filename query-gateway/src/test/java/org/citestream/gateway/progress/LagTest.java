package org.citestream.gateway.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.gateway.progress.Lag.Behind;
import org.citestream.platform.broker.EmbeddedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** How many records wait, and since when, by a real broker. */
class LagTest {

    private static final TopicPartition PARTITION = new TopicPartition("waiting", 0);
    private static final Instant BEGIN = Instant.parse("2026-03-14T09:26:53Z");

    @TempDir
    Path directory;

    private Instant now = BEGIN.plusSeconds(600);

    @Test
    void theFirstRecordThatWaitsTellsSinceWhenWhetherItsReaderStandsOrMoves() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                        .all()
                        .get();
            }
            write(broker, 0, 60, 120, 180);
            KafkaProperties kafka = new KafkaProperties();
            kafka.setBootstrapServers(List.of(broker.bootstrapServers()));
            Lag lag = new Lag(kafka, () -> now);

            assertThat(lag.of("reader", at(4), at(4))).isEqualTo(new Behind(0, null));
            assertThat(lag.of("reader", at(1), at(4)).records()).isEqualTo(3);
            Behind standing = lag.of("reader", at(1), at(4));
            assertThat(standing).isEqualTo(new Behind(3, BEGIN.plusSeconds(60)));
            assertThat(standing.age(now)).isEqualTo(540);

            now = now.plusSeconds(5);
            assertThat(lag.of("reader", at(2), at(4)))
                    .as("not looked for again so soon")
                    .isEqualTo(new Behind(2, BEGIN.plusSeconds(60)));
            now = now.plusSeconds(10);
            assertThat(lag.of("reader", at(3), at(4))).isEqualTo(new Behind(1, BEGIN.plusSeconds(180)));
            assertThat(lag.of("reader", at(4), at(4)).age(now)).isZero();
        }
    }

    private static void write(EmbeddedBroker broker, int... seconds) throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int each : seconds) {
                producer.send(new ProducerRecord<>(
                                PARTITION.topic(),
                                0,
                                BEGIN.plusSeconds(each).toEpochMilli(),
                                new byte[] {1},
                                new byte[] {2}))
                        .get();
            }
        }
    }

    private static Map<TopicPartition, Long> at(long offset) {
        return Map.of(PARTITION, offset);
    }
}
