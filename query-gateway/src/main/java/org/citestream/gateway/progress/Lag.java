package org.citestream.gateway.progress;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/**
 * How many records lie between a position and the end of a partition, and since when the first of them has.
 *
 * <p>The difference alone would tell too much: the end of a transaction takes an offset and is no record, compaction leaves gaps, and a
 * reader that was stopped at the wrong moment never commits past the last marker. A difference that has not moved since the last
 * time is therefore looked into, once, by reading from the position. One that moves is looked into now and then, for the time of
 * its first record, which until then counts as the one that was first the last time.
 */
@Component
class Lag {

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);
    /** Between two looks into a difference that moves. */
    private static final Duration LOOKED = Duration.ofSeconds(10);

    private final KafkaProperties kafka;
    private final InstantSource clock;
    private final Map<String, Map<TopicPartition, Gap>> seen = new HashMap<>();

    Lag(KafkaProperties kafka, InstantSource clock) {
        this.kafka = kafka;
        this.clock = clock;
    }

    /**
     * What a reader has yet to read.
     *
     * @param records how many
     * @param oldest since when the first of them has been in its topic, where there are any
     */
    record Behind(long records, @Nullable Instant oldest) {

        /** How long that is; 0 where there is nothing to read. */
        double age(Instant now) {
            return oldest == null
                    ? 0
                    : Math.max(0, Duration.between(oldest, now).toMillis() / 1000.0);
        }
    }

    /**
     * The records that a reader has yet to read.
     *
     * @param reader names the reader, so that its gaps are known again
     * @param positions where it is in each partition; the start where nothing is said
     * @param ends the partitions that it reads, with their ends
     */
    synchronized Behind of(String reader, Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Gap> before = seen.getOrDefault(reader, Map.of());
        Map<TopicPartition, Gap> now = new HashMap<>();
        Instant moment = clock.instant();
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            TopicPartition partition = end.getKey();
            long position = positions.getOrDefault(partition, 0L);
            if (position < end.getValue()) {
                now.put(partition, gap(partition, before.get(partition), position, end.getValue(), moment));
            }
        }
        seen.put(reader, now);
        List<Gap> waiting = now.values().stream()
                .filter(each -> each.content != Content.NO_RECORD)
                .toList();
        return new Behind(
                waiting.stream().mapToLong(each -> each.end - each.position).sum(),
                waiting.stream().map(Gap::first).min(Instant::compareTo).orElse(null));
    }

    private Gap gap(TopicPartition partition, @Nullable Gap earlier, long position, long end, Instant now) {
        if (earlier == null || earlier.content == Content.NO_RECORD && !earlier.isOf(position, end)) {
            return new Gap(position, end, Content.UNKNOWN, now, now);
        }
        boolean stands = earlier.isOf(position, end);
        if (stands ? earlier.content != Content.UNKNOWN : now.isBefore(earlier.looked.plus(LOOKED))) {
            return new Gap(position, end, stands ? earlier.content : Content.UNKNOWN, earlier.first, earlier.looked);
        }
        Look look = look(partition, position, end);
        return new Gap(position, end, look.content, Objects.requireNonNullElse(look.first, earlier.first), now);
    }

    private Look look(TopicPartition partition, long position, long end) {
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
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                    return new Look(Content.RECORDS, Instant.ofEpochMilli(each.timestamp()));
                }
                if (consumer.position(partition) >= end) {
                    return new Look(Content.NO_RECORD, null);
                }
            }
            return new Look(Content.UNKNOWN, null);
        } catch (KafkaException e) {
            throw new ProgressUnknownException("The broker did not give records of " + partition + ".", e);
        }
    }

    private enum Content {
        UNKNOWN,
        RECORDS,
        NO_RECORD
    }

    private record Look(Content content, @Nullable Instant first) {}

    /**
     * What lies between a position and the end.
     *
     * @param first since when its first record has been there, as far as is known
     * @param looked when somebody last looked into it, or it was first seen
     */
    private record Gap(long position, long end, Content content, Instant first, Instant looked) {

        boolean isOf(long otherPosition, long otherEnd) {
            return position == otherPosition && end == otherEnd;
        }
    }
}
