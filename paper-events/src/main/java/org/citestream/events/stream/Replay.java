package org.citestream.events.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** Reads all that a topic holds now from given positions on, with a plain consumer, since only that tells when the end is reached. */
final class Replay {

    private static final Logger log = LoggerFactory.getLogger(Replay.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaProperties kafka;

    Replay(KafkaProperties kafka) {
        this.kafka = kafka;
    }

    /** One record as it was written, or empty if it is no longer there. */
    Optional<ConsumerRecord<byte[], byte[]>> find(Topic<?> topic, int partition, long offset) {
        TopicPartition where = new TopicPartition(topic.name(), partition);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config(1))) {
            consumer.assign(List.of(where));
            consumer.seek(where, offset);
            long end = consumer.endOffsets(List.of(where)).getOrDefault(where, 0L);
            while (consumer.position(where) < end) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                    return each.offset() == offset ? Optional.of(each) : Optional.empty();
                }
            }
            return Optional.empty();
        }
    }

    private Map<String, Object> config(int atOnce) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, atOnce);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topics.MAX_RECORD_BYTES);
        return config;
    }

    void run(Topic<?> topic, List<Long> from, EventReader<?> reader) {
        List<TopicPartition> all = IntStream.range(0, from.size())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        long start = System.nanoTime();
        long count = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config(5000))) {
            consumer.assign(all);
            all.forEach(partition -> consumer.seek(partition, from.get(partition.partition())));
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
                consumer.poll(POLL).forEach(records::add);
                reader.replay(records);
                count += records.size();
            }
            for (TopicPartition partition : all) {
                reader.reached(partition.partition(), consumer.position(partition));
            }
        }
        log.info("Read {} records of {} in {} ms", count, topic.name(), (System.nanoTime() - start) / 1_000_000);
    }
}
