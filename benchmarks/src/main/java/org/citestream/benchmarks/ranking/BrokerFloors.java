package org.citestream.benchmarks.ranking;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.events.EventCodec;
import org.citestream.events.RankEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.platform.broker.EmbeddedBroker;

/**
 * What broker and JSON allow by themselves: a plain consumer that reads the references that the service read, and makes nothing of them but the
 * events; and a plain producer that writes as many scores as the service wrote, in a transaction as it does.
 */
final class BrokerFloors {

    private static final String SCRATCH = "ranks-of-the-floor";
    private static final Duration POLL = Duration.ofMillis(200);

    private final EmbeddedBroker broker;
    private final EventCodec codec = new EventCodec();
    private Map<TopicPartition, Long> references = Map.of();
    private Map<TopicPartition, Long> ranks = Map.of();

    BrokerFloors(EmbeddedBroker broker) {
        this.broker = broker;
    }

    /** What is compared begins here. */
    void from() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            references = ends(consumer, Topics.REFERENCES);
            ranks = ends(consumer, Topics.RANKS);
        }
    }

    /** Scores that were published since; the marks of transactions, one a partition and epoch, are among them. */
    long scores() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return ends(consumer, Topics.RANKS).entrySet().stream()
                    .mapToLong(end -> end.getValue() - ranks.getOrDefault(end.getKey(), 0L))
                    .sum();
        }
    }

    double secondsToReadReferences() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Map<TopicPartition, Long> ends = ends(consumer, Topics.REFERENCES);
            consumer.assign(ends.keySet());
            references.forEach(consumer::seek);
            long begin = System.nanoTime();
            long citations = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    citations += codec.decode(Topics.REFERENCES, record.value())
                            .cited()
                            .size();
                }
            }
            if (citations == 0) {
                throw new IllegalStateException("there were no references to read");
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    double secondsToWriteScores() throws InterruptedException, ExecutionException {
        int partitions = ranks.size();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(SCRATCH, partitions, (short) 1).configs(Topics.RANKS.config())))
                    .all()
                    .get();
        }
        Map<String, Object> config = new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "transactional.id",
                SCRATCH,
                "compression.type",
                "lz4"));
        config.put("batch.size", 256 * 1024);
        config.put("linger.ms", 2);
        long scores = scores();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            long begin = System.nanoTime();
            producer.beginTransaction();
            for (int paper = 1; paper <= scores; paper++) {
                RankEvent event = new RankEvent(paper, 1, 0.15 + 1.0 / paper);
                producer.send(new ProducerRecord<>(
                        SCRATCH,
                        Topics.RANKS.partitionOf(event, partitions),
                        event.recordKey().getBytes(StandardCharsets.UTF_8),
                        codec.encode(Topics.RANKS, event)));
            }
            producer.commitTransaction();
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private static Map<TopicPartition, Long> ends(KafkaConsumer<byte[], byte[]> consumer, Topic<?> topic) {
        return consumer.endOffsets(consumer.partitionsFor(topic.name()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList());
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.poll.records", "5000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
