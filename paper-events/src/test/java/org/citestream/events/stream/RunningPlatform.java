package org.citestream.events.stream;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One broker and one store for all tests of the module. */
final class RunningPlatform {

    private static final RunningPlatform INSTANCE = new RunningPlatform();

    final Admin admin;
    final KafkaProducer<byte[], byte[]> producer;
    private final EmbeddedBroker broker;
    private final EmbeddedStore store;

    private RunningPlatform() {
        broker = EmbeddedBroker.start(directory());
        store = EmbeddedStore.inMemory();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            producer.close();
            admin.close();
            store.close();
            broker.close();
        }));
    }

    static RunningPlatform get() {
        return INSTANCE;
    }

    String storeAddress() {
        return store.connectionString();
    }

    /** Takes the service's database away. */
    void dropDatabase() {
        try (MongoClient client = MongoClients.create(store.connectionString())) {
            client.getDatabase("test").drop();
        }
    }

    /** Starts the service; the caller closes it. */
    ConfigurableApplicationContext start(TestService.Recorders recorders, String... more) {
        // An argument given twice would make a list of both.
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("--spring.kafka.bootstrap-servers", broker.bootstrapServers());
        arguments.put("--spring.mongodb.uri", store.connectionString() + "/test");
        for (String each : more) {
            int equals = each.indexOf('=');
            arguments.put(each.substring(0, equals), each.substring(equals + 1));
        }
        return new SpringApplicationBuilder(TestService.class)
                .web(WebApplicationType.NONE)
                .initializers(starting -> starting.getBeanFactory().registerSingleton("recorders", recorders))
                .properties("spring.config.name=test-service")
                .registerShutdownHook(false)
                .run(arguments.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toArray(String[]::new));
    }

    /** All that a reader of the given isolation sees in a topic now. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, String isolation) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", broker.bootstrapServers());
        config.put("isolation.level", isolation);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return read(topic, "read_committed");
    }

    Map<TopicPartition, Long> ends(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.endOffsets(consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList());
        }
    }

    static Map<String, String> headers(ConsumerRecord<byte[], byte[]> entry) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : entry.headers()) {
            headers.put(header.key(), text(header.value()));
        }
        return headers;
    }

    static String text(byte @Nullable [] bytes) {
        return bytes == null ? "(null)" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory(Path.of("target"), "broker");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
