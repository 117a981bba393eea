package org.citestream.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topics of a Kafka broker, read and written whole. */
final class Broker implements AutoCloseable {

    /** What is computed again from the others, and whose records tell positions that hold in their own broker alone. */
    private static final Set<String> DERIVED = Set.of("ranks", "rank-epochs");

    private static final List<String> KEPT =
            List.of("submissions", "identified", "papers", "references", "summaries", "embeddings");
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int LARGEST_RECORD = 33 * 1024 * 1024;

    private final Map<String, Object> settings = new HashMap<>();
    private final Admin admin;

    /**
     * @param servers such as {@code kafka:9092}
     * @param file further settings of the client, such as {@code security.protocol}, or null
     */
    Broker(String servers, @Nullable Path file) {
        if (file != null) {
            Properties further = new Properties();
            try (var in = java.nio.file.Files.newBufferedReader(file)) {
                further.load(in);
            } catch (IOException e) {
                throw new RefusedException("Cannot read " + file + ": " + e.getMessage());
            }
            further.stringPropertyNames().forEach(name -> settings.put(name, further.getProperty(name)));
        }
        settings.put("bootstrap.servers", servers);
        settings.put("default.api.timeout.ms", 30_000);
        settings.put("request.timeout.ms", 20_000);
        admin = Admin.create(settings);
    }

    /** How a topic is made. */
    record Form(int partitions, Map<String, String> config) {}

    /** The topics of the product that are there and are not computed again, with those of dead letters. */
    Set<String> topics() {
        Set<String> wanted = new TreeSet<>(KEPT);
        KEPT.forEach(each -> wanted.add(each + "-dlt"));
        DERIVED.forEach(each -> wanted.add(each + "-dlt"));
        wanted.retainAll(get(admin.listTopics().names()));
        return wanted;
    }

    /** Groups that somebody is a member of now. */
    Set<String> activeGroups() {
        Set<String> active = new TreeSet<>();
        get(admin.listGroups().all()).forEach(group -> {
            if (group.groupState().orElse(GroupState.EMPTY) != GroupState.EMPTY
                    && group.groupState().orElse(GroupState.EMPTY) != GroupState.DEAD) {
                active.add(group.groupId());
            }
        });
        return active;
    }

    Form form(String topic) {
        int partitions = partitions(topic).size();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> config = new HashMap<>();
        for (ConfigEntry entry : Objects.requireNonNull(
                        get(admin.describeConfigs(List.of(resource)).all()).get(resource))
                .entries()) {
            if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG && entry.value() != null) {
                config.put(entry.name(), entry.value());
            }
        }
        return new Form(partitions, config);
    }

    /** How many records could be in a topic, as its positions have it; compaction leaves fewer. */
    long positions(String topic) {
        if (!get(admin.listTopics().names()).contains(topic)) {
            return 0;
        }
        Collection<TopicPartition> all = partitions(topic);
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        Map<TopicPartition, OffsetSpec> last = new HashMap<>();
        all.forEach(each -> {
            first.put(each, OffsetSpec.earliest());
            last.put(each, OffsetSpec.latest());
        });
        var begin = get(admin.listOffsets(first).all());
        return get(admin.listOffsets(last).all()).entrySet().stream()
                .mapToLong(each -> each.getValue().offset()
                        - Objects.requireNonNull(begin.get(each.getKey())).offset())
                .sum();
    }

    private List<TopicPartition> partitions(String topic) {
        return Objects.requireNonNull(get(admin.describeTopics(List.of(topic)).allTopicNames())
                        .get(topic))
                .partitions()
                .stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
    }

    /** Writes all committed records of a topic to a file, and tells how many. */
    long read(String topic, Path into) throws IOException {
        Map<String, Object> config = new HashMap<>(settings);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, LARGEST_RECORD);
        long count = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                TopicFile.Writer file = new TopicFile.Writer(into)) {
            List<TopicPartition> all = partitions(topic);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    file.add(record);
                    count++;
                }
            }
        }
        return count;
    }

    /** Makes a topic where it is not there yet, and writes the records of a file to it; tells how many. */
    long write(String topic, Form form, short replicas, Path from) throws IOException {
        if (!get(admin.listTopics().names()).contains(topic)) {
            get(admin.createTopics(List.of(new NewTopic(topic, Optional.of(form.partitions()), Optional.of(replicas))
                            .configs(form.config())))
                    .all());
        } else if (partitions(topic).size() != form.partitions()) {
            throw new RefusedException("%s has %d partitions there, and %d in the export"
                    .formatted(topic, partitions(topic).size(), form.partitions()));
        }
        Map<String, Object> config = new HashMap<>(settings);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // A partition that was just made may refuse the first request and take the second, and would then wait for the
        // first for ever.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        long count = 0;
        Exception[] failed = {null};
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
                TopicFile.Reader file = new TopicFile.Reader(from, topic)) {
            for (ProducerRecord<byte[], byte[]> record = file.next(); record != null; record = file.next()) {
                var _ = producer.send(record, (_, failure) -> {
                    if (failure != null) {
                        failed[0] = failure;
                    }
                });
                count++;
            }
            producer.flush();
        }
        if (failed[0] != null) {
            throw new RefusedException("Not all of " + topic + " could be written: " + failed[0].getMessage());
        }
        return count;
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new RefusedException("The Kafka broker refuses: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
