package org.citestream.benchmarks.scale;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.bson.RawBsonDocument;
import org.citestream.events.Event;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;

/** What lies where in the data directory of a product that has been stopped, in bytes by part. */
public final class Sizes {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Set<String> OF_THE_SERVER = Set.of("admin", "local", "config");

    private Sizes() {}

    /** Measures a data directory that nobody has open. */
    public static Map<String, Long> of(Path data) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        files(data, sizes);
        documents(data.resolve("store"), sizes);
        lastRecords(data.resolve("kafka"), sizes);
        return sizes;
    }

    private static void files(Path data, Map<String, Long> sizes) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                long size = Files.size(file);
                sizes.merge("disk, all", size, Long::sum);
                String folder = file.getName(file.getNameCount() - 2).toString();
                if (file.toString().endsWith(".log") && folder.matches(".*-\\d+")) {
                    sizes.merge(
                            "Kafka, " + folder.substring(0, folder.lastIndexOf('-')) + ", segments", size, Long::sum);
                } else if (file.toString().endsWith(".mv")) {
                    sizes.merge("embedded store, file", size, Long::sum);
                } else if (file.startsWith(data.resolve("ranking"))) {
                    sizes.merge("ranking, snapshot", size, Long::sum);
                }
            }
        }
    }

    /** The documents as MongoDB holds them in memory; on its disk they are compressed. */
    private static void documents(Path directory, Map<String, Long> sizes) {
        try (EmbeddedStore store = EmbeddedStore.onDisk(directory);
                MongoClient client = MongoClients.create(store.connectionString())) {
            for (String database : client.listDatabaseNames()) {
                if (OF_THE_SERVER.contains(database)) {
                    continue;
                }
                for (String collection : client.getDatabase(database).listCollectionNames()) {
                    long bytes = 0;
                    for (RawBsonDocument each : client.getDatabase(database)
                            .getCollection(collection, RawBsonDocument.class)
                            .find()) {
                        bytes += each.getByteBuffer().remaining();
                    }
                    sizes.put("MongoDB, " + database + "." + collection, bytes);
                }
            }
        }
    }

    /** What is left of a topic that has been cleaned: the last record of each key, before compression. */
    private static void lastRecords(Path directory, Map<String, Long> sizes) {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            for (Topic<? extends Event> topic : Topics.all()) {
                sizes.put("Kafka, " + topic.name() + ", last of each key", lastRecords(consumer, topic.name()));
            }
        }
    }

    private static long lastRecords(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Long2IntOpenHashMap sizeByKey = new Long2IntOpenHashMap();
        long sum = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                int size = sizeOf(each);
                sum += size - sizeByKey.put(hash(each.key()), size);
            }
        }
        return sum;
    }

    private static int sizeOf(ConsumerRecord<byte[], byte[]> kept) {
        int headers = 0;
        for (org.apache.kafka.common.header.Header each : kept.headers()) {
            headers += each.key().getBytes(StandardCharsets.UTF_8).length + each.value().length;
        }
        return kept.serializedKeySize() + kept.serializedValueSize() + headers;
    }

    /** Of 64 bits, so that of some millions of keys no two share one. */
    private static long hash(byte[] key) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : key) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
