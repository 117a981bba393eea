package org.citestream.platform.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.citestream.platform.process.VictimProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    private static final String TOPIC = "papers";

    @TempDir
    Path directory;

    @Test
    void aGroupReadsWhatWasSentAndGoesOnWhereItWas() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            createTopic(broker, TOPIC);
            send(broker, "a", "b");

            assertThat(readAsGroup(broker, 2)).containsExactly("a", "b");
            send(broker, "c");
            assertThat(readAsGroup(broker, 1)).containsExactly("c");
        }
    }

    @Test
    void onlyCommittedTransactionsAreReadAsCommitted() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            createTopic(broker, TOPIC);
            try (KafkaProducer<String, String> producer = producer(broker, Map.of("transactional.id", "registry-0"))) {
                producer.initTransactions();
                inTransaction(producer, "aborted");
                producer.abortTransaction();
                inTransaction(producer, "committed");
                producer.commitTransaction();
            }
            assertThat(readAll(broker, "read_committed")).containsExactly("committed");
            assertThat(readAll(broker, "read_uncommitted")).containsExactly("aborted", "committed");
        }
    }

    @Test
    void aProducerIsFencedByTheNextOneOfItsName() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            createTopic(broker, TOPIC);
            try (KafkaProducer<String, String> former = producer(broker, Map.of("transactional.id", "owner"));
                    KafkaProducer<String, String> next = producer(broker, Map.of("transactional.id", "owner"))) {
                former.initTransactions();
                next.initTransactions();

                assertThatThrownBy(() -> {
                            inTransaction(former, "late");
                            former.commitTransaction();
                        })
                        .isInstanceOfAny(ExecutionException.class, ProducerFencedException.class)
                        .hasStackTraceContaining("epoch");
                inTransaction(next, "mine");
                next.commitTransaction();
            }
            assertThat(readAll(broker, "read_committed")).containsExactly("mine");
        }
    }

    @Test
    void aRestartOnTheSameDirectoryKeepsTheRecordsAndTheAddress() throws Exception {
        String address;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            address = broker.bootstrapServers();
            createTopic(broker, TOPIC);
            send(broker, "a", "b");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(readAll(broker, "read_committed")).containsExactly("a", "b");
        }
    }

    @Test
    void aRestartMovesToAnotherPortWhenItsOwnIsTaken() throws Exception {
        String address;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            address = broker.bootstrapServers();
            createTopic(broker, TOPIC);
            send(broker, "a");
        }
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThat(taken.isBound()).isTrue();
            assertThat(broker.bootstrapServers()).isNotEqualTo(address);
            assertThat(readAll(broker, "read_committed")).containsExactly("a");
        }
    }

    @Test
    void acknowledgedRecordsSurviveTheDeathOfTheProcessAndTheNextBrokerIsThereInTenSeconds() throws Exception {
        List<String> acknowledged;
        try (VictimProcess producer = VictimProcess.start(AcknowledgedProducer.class, directory)) {
            producer.awaitLine("200"::equals);
            acknowledged = producer.kill().stream()
                    .filter(line -> line.matches("\\d+"))
                    .toList();
        }
        long start = System.nanoTime();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            List<String> records = readAll(broker, AcknowledgedProducer.TOPIC, "read_committed");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(records).containsAll(acknowledged);
            createTopic(broker, TOPIC);
            send(broker, "after");
            assertThat(readAll(broker, "read_committed")).containsExactly("after");
        }
    }

    @Test
    void aDirectoryInUseIsRefusedWithASentenceThatSaysSo() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
            assertThatThrownBy(() -> EmbeddedBroker.start(directory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Another broker is running on");
        }
    }

    @Test
    void aRecordOfTwelveMegabytesIsTakenAndGivenBack() throws Exception {
        String large = "x".repeat(12_000_000);
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            createTopic(broker, TOPIC);
            send(broker, large);
            assertThat(readAll(broker, "read_committed")).containsExactly(large);
        }
    }

    @Test
    void aTopicThatNobodyCreatedIsNotCreatedByWritingToIt() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThatThrownBy(() -> send(broker, "lost"))
                    .isInstanceOf(ExecutionException.class)
                    .hasStackTraceContaining(TOPIC);
        }
    }

    @Test
    void aTopicGetsTheDefaultNumberOfPartitions() throws Exception {
        BrokerOptions options = BrokerOptions.defaults().withPartitions(3);
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, options);
                Admin admin = Admin.create(client(broker))) {
            createTopic(broker, TOPIC);
            assertThat(admin.describeTopics(List.of(TOPIC))
                            .allTopicNames()
                            .get()
                            .values())
                    .singleElement()
                    .satisfies(topic -> assertThat(topic.partitions()).hasSize(3));
        }
    }

    private static void createTopic(EmbeddedBroker broker, String topic) throws Exception {
        try (Admin admin = Admin.create(client(broker))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static Map<String, Object> client(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static KafkaProducer<String, String> producer(EmbeddedBroker broker, Map<String, Object> more) {
        Map<String, Object> configuration = new HashMap<>(client(broker));
        configuration.put("max.request.size", 16_000_000);
        configuration.put("max.block.ms", 5_000);
        configuration.putAll(more);
        return new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer());
    }

    private static void inTransaction(KafkaProducer<String, String> producer, String value)
            throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, "key", value)).get();
    }

    private static void send(EmbeddedBroker broker, String... values) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = producer(broker, Map.of())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(TOPIC, "key", value)).get();
            }
        }
    }

    private static List<String> readAsGroup(EmbeddedBroker broker, int count) {
        Map<String, Object> configuration = new HashMap<>(client(broker));
        configuration.put("group.id", "readers");
        configuration.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer = consumer(configuration)) {
            consumer.subscribe(List.of(TOPIC));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            consumer.commitSync();
            return values;
        }
    }

    private static List<String> readAll(EmbeddedBroker broker, String isolation) {
        return readAll(broker, TOPIC, isolation);
    }

    /** Everything up to the end that the partition has now. */
    private static List<String> readAll(EmbeddedBroker broker, String topic, String isolation) {
        Map<String, Object> configuration = new HashMap<>(client(broker));
        configuration.put("isolation.level", isolation);
        configuration.put("max.partition.fetch.bytes", 16_000_000);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = consumer(configuration)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (consumer.position(partition) < end && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }

    private static KafkaConsumer<String, String> consumer(Map<String, Object> configuration) {
        return new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer());
    }
}
