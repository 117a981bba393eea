package org.citestream.ranking.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.events.EventCodec;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topics;
import org.citestream.platform.broker.EmbeddedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker, or against none. */
@Timeout(120)
class LogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static EmbeddedBroker broker;

    private final EventCodec codec = new EventCodec();

    @BeforeAll
    static void startBroker(@TempDir Path directory) throws Exception {
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(Stream.of(Topics.PAPERS, Topics.REFERENCES)
                            .map(each -> new NewTopic(each.name(), 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void recordsThatCannotBeReadAreLeftOutAndCounted() {
        tell(
                0,
                references(1, List.of(2)),
                "{".getBytes(StandardCharsets.UTF_8),
                references(2, List.of(0)),
                references(0, List.of(1)),
                references(3, List.of(1)));

        Log.Told told = log(broker.bootstrapServers(), 0, 5, PATIENCE).told(0);

        assertThat(told.papers()).extracting(ToldPaper::id).containsExactly(1, 3);
        assertThat(told.unreadable()).isEqualTo(3);
    }

    @Test
    void aBrokerThatGivesNoMoreIsNotWaitedForForEver() {
        tell(1, references(1, List.of(2)));
        Log log = log(broker.bootstrapServers(), 0, 2, SHORT);
        assertThatIllegalStateException()
                .isThrownBy(() -> log.told(1))
                .withMessageStartingWith("the broker at " + broker.bootstrapServers() + " has ")
                .withMessageContaining("references-1");
    }

    @Test
    void aBrokerThatIsNotThereIsNotWaitedForForEver() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Log log = log("127.0.0.1:" + free, 1, 0, SHORT);
        assertThatIllegalStateException()
                .isThrownBy(() -> log.told(0))
                .withMessageStartingWith("the broker at 127.0.0.1:" + free + " has ")
                .withMessageContaining("papers-0");
    }

    private static Log log(String servers, long papers, long references, Duration patience) {
        return new Log(
                servers,
                false,
                Map.of(),
                Map.of(
                        Topics.PAPERS.name(),
                        List.of(papers, papers),
                        Topics.REFERENCES.name(),
                        List.of(references, references)),
                patience);
    }

    private static void tell(int partition, byte[]... records) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (byte[] each : records) {
                var _ = producer.send(new ProducerRecord<>(Topics.REFERENCES.name(), partition, each, each));
            }
        }
    }

    private byte[] references(int id, List<Integer> cited) {
        return codec.encode(
                Topics.REFERENCES,
                new ReferencesEvent(id, 1, cited, List.of(), 0, ReferencesEvent.Dropped.NOTHING, Instant.EPOCH));
    }
}
