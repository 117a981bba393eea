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
import org.springframework.beans.factory.annotation.Autowired;
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
    private final Duration longestLook;
    private final Map<String, Map<TopicPartition, Gap>> seen = new HashMap<>();

    @Autowired
    Lag(KafkaProperties kafka, InstantSource clock) {
        this(kafka, clock, LONGEST_LOOK);
    }

    Lag(KafkaProperties kafka, InstantSource clock, Duration longestLook) {
        this.kafka = kafka;
        this.clock = clock;
        this.longestLook = longestLook;
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
     * What a reader has yet to read, and since when.
     *
     * @param reader names the reader, so that its gaps are known again
     * @param positions where it is in each partition; the start where nothing is said
     * @param ends the partitions that it reads, with their ends
     */
    Behind of(String reader, Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        List<Gap> waiting = waiting(reader, positions, ends, true);
        return new Behind(
                records(waiting),
                waiting.stream().map(Gap::first).min(Instant::compareTo).orElse(null));
    }

    /** How many records a reader has yet to read, for those who do not ask since when: differences that move are not looked into. */
    long records(String reader, Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        return records(waiting(reader, positions, ends, false));
    }

    private static long records(List<Gap> waiting) {
        return waiting.stream().mapToLong(each -> each.end - each.position).sum();
    }

    private synchronized List<Gap> waiting(
            String reader, Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends, boolean timed) {
        Map<TopicPartition, Gap> before = seen.getOrDefault(reader, Map.of());
        Map<TopicPartition, Gap> now = new HashMap<>();
        Map<TopicPartition, Gap> due = new HashMap<>();
        Instant moment = clock.instant();
        ends.forEach((partition, end) -> {
            long position = positions.getOrDefault(partition, 0L);
            if (position < end) {
                Gap earlier = before.get(partition);
                Gap gap = gap(earlier, position, end, moment);
                now.put(partition, gap);
                if (earlier != null && isDue(gap, earlier.isOf(position, end), timed, moment)) {
                    due.put(partition, gap);
                }
            }
        });
        look(due).forEach((partition, look) -> now.computeIfPresent(partition, (_, gap) -> looked(gap, look, moment)));
        seen.put(reader, now);
        return now.values().stream()
                .filter(each -> each.content != Content.NO_RECORD)
                .toList();
    }

    /** What is known of a difference before anybody looks into it. */
    private static Gap gap(@Nullable Gap earlier, long position, long end, Instant now) {
        if (earlier == null || earlier.content == Content.NO_RECORD && !earlier.isOf(position, end)) {
            return new Gap(position, end, Content.UNKNOWN, now, now);
        }
        Content content = earlier.isOf(position, end) ? earlier.content : Content.UNKNOWN;
        return new Gap(position, end, content, earlier.first, earlier.looked);
    }

    private static boolean isDue(Gap gap, boolean stands, boolean timed, Instant now) {
        return gap.content == Content.UNKNOWN && (stands || timed && !now.isBefore(gap.looked.plus(LOOKED)));
    }

    private static Gap looked(Gap gap, Look look, Instant now) {
        return new Gap(gap.position, gap.end, look.content, Objects.requireNonNullElse(look.first, gap.first), now);
    }

    /** Looks into all of these together: a client of the broker takes longer to make than to use. */
    private Map<TopicPartition, Look> look(Map<TopicPartition, Gap> into) {
        Map<TopicPartition, Look> looks = new HashMap<>();
        if (into.isEmpty()) {
            return looks;
        }
        long deadline = System.nanoTime() + longestLook.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(configuration())) {
            consumer.assign(into.keySet());
            into.forEach((partition, gap) -> consumer.seek(partition, gap.position));
            while (looks.size() < into.size() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                    looks.putIfAbsent(
                            new TopicPartition(each.topic(), each.partition()),
                            new Look(Content.RECORDS, Instant.ofEpochMilli(each.timestamp())));
                }
                into.forEach((partition, gap) -> {
                    if (!looks.containsKey(partition) && consumer.position(partition) >= gap.end) {
                        looks.put(partition, new Look(Content.NO_RECORD, null));
                    }
                });
                consumer.pause(looks.keySet());
            }
        } catch (KafkaException e) {
            throw new ProgressUnknownException("The broker did not give records of " + into.keySet() + ".", e);
        }
        into.keySet().forEach(each -> looks.putIfAbsent(each, new Look(Content.UNKNOWN, null)));
        return looks;
    }

    private Map<String, Object> configuration() {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return config;
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
