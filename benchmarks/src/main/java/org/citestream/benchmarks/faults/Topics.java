package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
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
                    List.of(set("segment.ms", "1000"), set("min.cleanable.dirty.ratio", "0.01")));
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

    /** What was given up, which nothing ought to be. */
    List<Violation> deadLetters() {
        return read(org.citestream.events.Topics.all().stream()
                        .map(Topic::deadLetterName)
                        .toList())
                .stream()
                .map(each -> new Violation(
                        Violation.Kind.DEAD_LETTER,
                        each.topic(),
                        new String(each.value(), java.nio.charset.StandardCharsets.UTF_8) + " " + headers(each)))
                .toList();
    }

    private static String headers(ConsumerRecord<byte[], byte[]> letter) {
        StringBuilder text = new StringBuilder();
        letter.headers()
                .forEach(each -> text.append(each.key())
                        .append('=')
                        .append(new String(each.value(), java.nio.charset.StandardCharsets.UTF_8))
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
                                each -> each.partition() + " "
                                        + new String(each.key(), java.nio.charset.StandardCharsets.UTF_8),
                                LinkedHashMap::new,
                                Collectors.toList())));
        int written = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Map.Entry<String, Map<String, List<ConsumerRecord<byte[], byte[]>>>> topic : byTopic.entrySet()) {
                List<List<ConsumerRecord<byte[], byte[]>>> keys =
                        new ArrayList<>(topic.getValue().values());
                Collections.shuffle(keys, random);
                List<ConsumerRecord<byte[], byte[]>> old = new ArrayList<>();
                List<ConsumerRecord<byte[], byte[]>> last = new ArrayList<>();
                for (List<ConsumerRecord<byte[], byte[]>> ofKey :
                        keys.subList(0, Math.min(KEYS_A_TOPIC, keys.size()))) {
                    // What is submitted anew counts anew: of that the last alone is said again.
                    if (!topic.getKey().equals(org.citestream.events.Topics.SUBMISSIONS.name())) {
                        old.addAll(ofKey.subList(Math.max(0, ofKey.size() - MOST_OF_A_KEY), ofKey.size()));
                    }
                    last.add(ofKey.getLast());
                }
                Collections.shuffle(old, random);
                old.addAll(last);
                for (ConsumerRecord<byte[], byte[]> each : old) {
                    write(producer, each);
                    written++;
                }
            }
        }
        return written;
    }

    /** Again where it is refused, as a broker does whose clock is back by more than an hour. */
    private static void write(KafkaProducer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> each)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WRITE.toNanos();
        while (true) {
            try {
                producer.send(new ProducerRecord<>(
                                each.topic(), each.partition(), null, each.key(), each.value(), each.headers()))
                        .get();
                return;
            } catch (ExecutionException e) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("An old record could not be written", e.getCause());
                }
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            }
        }
    }
}
