package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.events.Event;
import org.citestream.events.Topic;

/** The topics, past the product: cleaned as often as can be, and written to as nobody ought to. */
final class Topics {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);
    private static final int KEYS_A_TOPIC = 12;
    private static final int MOST_OF_A_KEY = 4;
    private static final String SEGMENT = ".log";

    private final Map<String, Object> client;

    Topics(String broker) {
        this.client = Map.of("bootstrap.servers", broker);
    }

    /** Small segments, and a cleaner that never rests. */
    void cutShort() throws IOException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        changes.put(new ConfigResource(ConfigResource.Type.BROKER, "1"), List.of(set("log.cleaner.backoff.ms", "200")));
        for (Topic<? extends Event> topic : org.citestream.events.Topics.all()) {
            changes.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                    List.of(set("segment.ms", "1000"), set("min.cleanable.dirty.ratio", "0")));
        }
        try (Admin admin = Admin.create(client)) {
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    /** All records of all topics that are there now, in their order. */
    List<ConsumerRecord<byte[], byte[]>> read() {
        return read(org.citestream.events.Topics.all().stream().map(Topic::name).toList());
    }

    /** Where each partition ends, for those who read all and for those who read what is committed, and what the groups have committed. */
    List<String> ends() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Admin admin = Admin.create(client)) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            List<String> names =
                    org.citestream.events.Topics.all().stream().map(Topic::name).toList();
            for (TopicDescription topic :
                    admin.describeTopics(names).allTopicNames().get().values()) {
                topic.partitions()
                        .forEach(each ->
                                latest.put(new TopicPartition(topic.name(), each.partition()), OffsetSpec.latest()));
            }
            for (IsolationLevel level : IsolationLevel.values()) {
                admin.listOffsets(latest, new ListOffsetsOptions(level))
                        .all()
                        .get()
                        .forEach((partition, end) -> lines.add(level + " end of " + partition + ": " + end.offset()));
            }
            for (GroupListing each : admin.listGroups().all().get()) {
                admin.listConsumerGroupOffsets(each.groupId())
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .forEach((partition, next) ->
                                lines.add(each.groupId() + " has committed of " + partition + ": " + next.offset()));
            }
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return lines;
    }

    /** What was given up, which nothing ought to be. */
    List<Violation> deadLetters() {
        return read(org.citestream.events.Topics.all().stream()
                        .map(Topic::deadLetterName)
                        .toList())
                .stream()
                .map(each -> new Violation(
                        Violation.Kind.DEAD_LETTER,
                        each.topic(),
                        new String(each.value(), StandardCharsets.UTF_8) + " " + headers(each)))
                .toList();
    }

    private static String headers(ConsumerRecord<byte[], byte[]> letter) {
        StringBuilder text = new StringBuilder();
        letter.headers()
                .forEach(each -> text.append(each.key())
                        .append('=')
                        .append(new String(each.value(), StandardCharsets.UTF_8))
                        .append(' '));
        return text.toString();
    }

    private List<ConsumerRecord<byte[], byte[]>> read(List<String> topics) {
        Map<String, Object> config = new HashMap<>(client);
        config.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }

    /** How many records are gone of the topics that are written without transactions, whose markers take places as well. */
    long cleaned() {
        List<String> plain =
                List.of(org.citestream.events.Topics.SUBMISSIONS.name(), org.citestream.events.Topics.SUMMARIES.name());
        long there =
                read().stream().filter(each -> plain.contains(each.topic())).count();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = plain.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                            .mapToLong(Long::longValue)
                            .sum()
                    - there;
        }
    }

    /**
     * How many records the cleaner has yet to take away: that lie in a closed segment although the same key has a later
     * one in a closed segment. What lies in the last segment of a partition it leaves alone.
     *
     * @param partitions where the broker keeps a directory for each partition
     */
    long superseded(Path partitions) throws IOException {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> there = read().stream()
                .collect(Collectors.groupingBy(each -> new TopicPartition(each.topic(), each.partition()).toString()));
        long superseded = 0;
        for (Map.Entry<String, List<ConsumerRecord<byte[], byte[]>>> partition : there.entrySet()) {
            long open = lastSegment(partitions.resolve(partition.getKey()));
            List<String> closed = partition.getValue().stream()
                    .filter(each -> each.offset() < open)
                    .map(Topics::keyOf)
                    .toList();
            superseded += closed.size() - Set.copyOf(closed).size();
        }
        return superseded;
    }

    /** The offset with which the last segment begins, which is the name of its file. */
    private static long lastSegment(Path partition) throws IOException {
        try (Stream<Path> files = Files.list(partition)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SEGMENT))
                    .mapToLong(name -> Long.parseLong(name.substring(0, name.length() - SEGMENT.length())))
                    .max()
                    .orElseThrow();
        }
    }

    private static String keyOf(ConsumerRecord<byte[], byte[]> each) {
        return new String(each.key(), StandardCharsets.UTF_8);
    }

    /**
     * Writes old records again, late and in another order; and then, since nobody but the owner of a key writes it and its last record is the one that is kept, the
     * last record of each of these keys.
     *
     * @return how many were written
     * @throws IOException if some cannot be written within a minute
     */
    int echo(List<ConsumerRecord<byte[], byte[]>> records, Random random) throws IOException, InterruptedException {
        Map<String, Map<String, List<ConsumerRecord<byte[], byte[]>>>> byTopic = records.stream()
                .collect(Collectors.groupingBy(
                        ConsumerRecord::topic,
                        LinkedHashMap::new,
                        Collectors.groupingBy(
                                each -> each.partition() + " " + keyOf(each),
                                LinkedHashMap::new,
                                Collectors.toList())));
        List<ConsumerRecord<byte[], byte[]>> old = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> last = new ArrayList<>();
        byTopic.forEach((topic, byKey) -> {
            List<List<ConsumerRecord<byte[], byte[]>>> keys = new ArrayList<>(byKey.values());
            Collections.shuffle(keys, random);
            List<ConsumerRecord<byte[], byte[]>> ofTopic = new ArrayList<>();
            for (List<ConsumerRecord<byte[], byte[]>> ofKey : keys.subList(0, Math.min(KEYS_A_TOPIC, keys.size()))) {
                // What is submitted anew counts anew: of that the last alone is said again.
                if (!topic.equals(org.citestream.events.Topics.SUBMISSIONS.name())) {
                    ofTopic.addAll(ofKey.subList(Math.max(0, ofKey.size() - MOST_OF_A_KEY), ofKey.size()));
                }
                last.add(ofKey.getLast());
            }
            Collections.shuffle(ofTopic, random);
            old.addAll(ofTopic);
        });
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            write(producer, old);
            // All of these are acknowledged, and of each key there is one more: that one stays its last.
            write(producer, last);
        }
        return old.size() + last.size();
    }

    /**
     * Writes records together, so in no order of theirs, and those again that are refused, as by a broker whose clock
     * is back by more than an hour, until all are acknowledged. Since the producer numbers what it sends, what it has
     * given up comes no more once what it sent after that is there.
     */
    private static void write(KafkaProducer<byte[], byte[]> producer, List<ConsumerRecord<byte[], byte[]>> records)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WRITE.toNanos();
        List<ConsumerRecord<byte[], byte[]>> left = records;
        while (true) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> each : left) {
                sent.add(producer.send(new ProducerRecord<>(
                        each.topic(), each.partition(), null, each.key(), each.value(), each.headers())));
            }
            List<ConsumerRecord<byte[], byte[]>> refused = new ArrayList<>();
            Throwable why = null;
            for (int i = 0; i < left.size(); i++) {
                try {
                    sent.get(i).get();
                } catch (ExecutionException e) {
                    refused.add(left.get(i));
                    why = e.getCause();
                }
            }
            if (refused.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(refused.size() + " old records could not be written", why);
            }
            left = refused;
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }
}
