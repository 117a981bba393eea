package org.citestream.platform.broker;

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
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads and writes one topic of strings. */
record TestClient(String bootstrapServers, String topic) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static TestClient of(EmbeddedBroker broker, String topic) {
        return new TestClient(broker.bootstrapServers(), topic);
    }

    TestClient createTopic() throws ExecutionException, InterruptedException {
        return createTopic(Map.of());
    }

    TestClient createTopic(Map<String, String> configuration) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty()).configs(configuration)))
                    .all()
                    .get();
        }
        return this;
    }

    Admin admin() {
        return Admin.create(with(Map.of()));
    }

    KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> configuration = with(more);
        configuration.put("max.request.size", 16_000_000);
        configuration.put("max.block.ms", 3_000);
        return new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer());
    }

    void send(String... values) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, "key", value)).get();
            }
        }
    }

    void sendUncommitted(KafkaProducer<String, String> producer, String value)
            throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, "key", value)).get();
    }

    List<String> readAsGroup(int count) {
        try (KafkaConsumer<String, String> consumer =
                consumer(Map.of("group.id", topic, "auto.offset.reset", "earliest"))) {
            consumer.subscribe(List.of(topic));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            consumer.commitSync();
            return values;
        }
    }

    List<String> readCommitted() {
        return readAll("read_committed");
    }

    /** Everything up to the end that the topic has now. */
    List<String> readAll(String isolation) {
        try (KafkaConsumer<String, String> consumer =
                consumer(Map.of("isolation.level", isolation, "max.partition.fetch.bytes", 16_000_000))) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())
                    && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }

    private KafkaConsumer<String, String> consumer(Map<String, Object> more) {
        return new KafkaConsumer<>(with(more), new StringDeserializer(), new StringDeserializer());
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> configuration = new HashMap<>(more);
        configuration.put("bootstrap.servers", bootstrapServers);
        return configuration;
    }
}
