package org.citestream.platform.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedBrokerTest {

    private static final int PARTITIONS = 3;

    private final Path directory;
    private final AtomicReference<Duration> wrongBy = new AtomicReference<>(Duration.ZERO);
    private final EmbeddedBroker broker;

    EmbeddedBrokerTest(@TempDir Path directory) {
        this.directory = directory;
        this.broker = EmbeddedBroker.start(
                directory,
                BrokerOptions.defaults()
                        .withPartitions(PARTITIONS)
                        .withClock(() -> Instant.now().plus(wrongBy.get())));
    }

    @AfterAll
    void close() {
        broker.close();
    }

    @Test
    void aGroupReadsWhatWasSentAndGoesOnWhereItWas() throws Exception {
        TestClient client = newTopic();
        client.send("a", "b");

        assertThat(client.readAsGroup(2)).containsExactly("a", "b");
        client.send("c");
        assertThat(client.readAsGroup(1)).containsExactly("c");
    }

    @Test
    void aBrokerWhoseClockIsBackByMoreThanAnHourTakesNothingUntilItIsPutRight() throws Exception {
        TestClient client = newTopic();
        // Else it would wait for the number of its producer before it is refused.
        try (KafkaProducer<String, String> producer = client.producer(Map.of("enable.idempotence", false))) {
            ProducerRecord<String, String> record = new ProducerRecord<>(client.topic(), "key", "now");
            wrongBy.set(Duration.ofHours(-2));
            try {
                assertThatThrownBy(() -> producer.send(record).get(20, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(InvalidTimestampException.class);
            } finally {
                wrongBy.set(Duration.ZERO);
            }
            producer.send(record).get(20, TimeUnit.SECONDS);
        }
        assertThat(client.readCommitted()).containsExactly("now");
    }

    @Test
    void onlyCommittedTransactionsAreReadAsCommitted() throws Exception {
        TestClient client = newTopic();
        try (KafkaProducer<String, String> producer = client.producer(Map.of("transactional.id", "registry-0"))) {
            producer.initTransactions();
            client.sendUncommitted(producer, "aborted");
            producer.abortTransaction();
            client.sendUncommitted(producer, "committed");
            producer.commitTransaction();
        }
        assertThat(client.readCommitted()).containsExactly("committed");
        assertThat(client.readAll("read_uncommitted")).containsExactly("aborted", "committed");
    }

    @Test
    void aFormerOwnerIsFencedByTheNextOneOfItsName() throws Exception {
        TestClient client = newTopic();
        Map<String, Object> owner = Map.of("transactional.id", "owner");
        try (KafkaProducer<String, String> former = client.producer(owner);
                KafkaProducer<String, String> next = client.producer(owner)) {
            former.initTransactions();
            next.initTransactions();

            assertThatThrownBy(() -> {
                        client.sendUncommitted(former, "late");
                        former.commitTransaction();
                    })
                    .isInstanceOfAny(ExecutionException.class, ProducerFencedException.class)
                    .hasStackTraceContaining("epoch");
            client.sendUncommitted(next, "mine");
            next.commitTransaction();
        }
        assertThat(client.readCommitted()).containsExactly("mine");
    }

    @Test
    void oneThatIsStartingTellsWhereItWillBeAndIsClosedWhenItIsThere(@TempDir Path another) throws Exception {
        String servers;
        try (EmbeddedBroker.Starting starting = EmbeddedBroker.begin(another, BrokerOptions.defaults())) {
            servers = starting.bootstrapServers();
            assertThatThrownBy(() -> EmbeddedBroker.begin(another, BrokerOptions.defaults()))
                    .hasMessageContaining("Another broker is running on");
            assertThat(starting.started().bootstrapServers()).isEqualTo(servers);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                assertThat(admin.describeCluster().nodes().get()).hasSize(1);
            }
        }
        EmbeddedBroker.Starting closedBefore = EmbeddedBroker.begin(another, BrokerOptions.defaults());
        closedBefore.close();
        try (EmbeddedBroker again = EmbeddedBroker.start(another)) {
            assertThat(again.bootstrapServers()).as("its ports are remembered").isEqualTo(servers);
        }
    }

    @Test
    void aDirectoryInUseIsRefusedWithASentenceThatSaysSo() {
        assertThatThrownBy(() -> EmbeddedBroker.start(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Another broker is running on");
    }

    @Test
    void aTopicSaysHowLargeItsRecordsMayBe() throws Exception {
        String large = "x".repeat(12_000_000);
        TestClient client = TestClient.of(broker, "topic-" + UUID.randomUUID())
                .createTopic(Map.of("max.message.bytes", "12500000"));
        client.send(large);

        assertThat(client.readCommitted()).containsExactly(large);
        assertThatThrownBy(() -> newTopic().send(large)).hasRootCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void aTopicThatNobodyCreatedIsNotCreatedByWritingToIt() {
        TestClient client = TestClient.of(broker, "unknown");

        assertThatThrownBy(() -> client.send("lost")).hasStackTraceContaining("unknown");
    }

    @Test
    void aTopicGetsTheDefaultNumberOfPartitions() throws Exception {
        TestClient client = newTopic();
        try (Admin admin = client.admin()) {
            assertThat(admin.describeTopics(List.of(client.topic()))
                            .allTopicNames()
                            .get()
                            .values())
                    .singleElement()
                    .satisfies(topic -> assertThat(topic.partitions()).hasSize(PARTITIONS));
        }
    }

    private TestClient newTopic() throws Exception {
        return TestClient.of(broker, "topic-" + UUID.randomUUID()).createTopic();
    }
}
