package org.citestream.gateway.progress;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/**
 * How many records lie between a position and the end of a partition.
 *
 * <p>The difference alone would tell too much: the end of a transaction takes an offset and is no record, compaction leaves gaps, and a
 * reader that was stopped at the wrong moment never commits past the last marker. A difference that has not moved since the last
 * time is therefore looked into, once, by reading from the position.
 */
@Component
class Lag {

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaProperties kafka;
    private final Map<String, Map<TopicPartition, Gap>> seen = new HashMap<>();

    Lag(KafkaProperties kafka) {
        this.kafka = kafka;
    }

    /**
     * The records that a reader has yet to read.
     *
     * @param reader names the reader, so that its gaps are known again
     * @param positions where it is in each partition; the start where nothing is said
     * @param ends the partitions that it reads, with their ends
     */
    synchronized long of(String reader, Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Gap> before = seen.getOrDefault(reader, Map.of());
        Map<TopicPartition, Gap> now = new HashMap<>();
        long records = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            TopicPartition partition = end.getKey();
            long position = positions.getOrDefault(partition, 0L);
            long to = end.getValue();
            if (position >= to) {
                continue;
            }
            Gap gap = new Gap(position, to, Content.UNKNOWN);
            Gap earlier = before.get(partition);
            if (earlier != null && earlier.position == position && earlier.end == to) {
                gap = earlier.content == Content.UNKNOWN
                        ? new Gap(position, to, look(partition, position, to))
                        : earlier;
            }
            now.put(partition, gap);
            records += gap.content == Content.NO_RECORD ? 0 : to - position;
        }
        seen.put(reader, now);
        return records;
    }

    private Content look(TopicPartition partition, long position, long end) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        long deadline = System.nanoTime() + LONGEST_LOOK.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, position);
            while (System.nanoTime() < deadline) {
                if (!consumer.poll(POLL).isEmpty()) {
                    return Content.RECORDS;
                }
                if (consumer.position(partition) >= end) {
                    return Content.NO_RECORD;
                }
            }
            return Content.UNKNOWN;
        } catch (KafkaException e) {
            throw new ProgressUnknownException("The broker did not give records of " + partition + ".", e);
        }
    }

    private enum Content {
        UNKNOWN,
        RECORDS,
        NO_RECORD
    }

    private record Gap(long position, long end, Content content) {}
}
