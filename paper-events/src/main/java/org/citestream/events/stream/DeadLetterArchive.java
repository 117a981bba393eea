package org.citestream.events.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * The dead letters of all topics, to be read and to be put back.
 *
 * <p>A letter is put back at the end of the topic it comes from, where the stage that could not handle it finds it again; the other readers know
 * its version already. Where the topic holds a later record of the same key, the letter is superseded: put back after it, it would be what
 * compaction leaves. For the same reason only the last of several letters of one key is put back, and one that was put back is superseded by
 * itself from then on.
 */
public final class DeadLetterArchive implements AutoCloseable {

    /** The most letters that one request handles. */
    public static final int MOST = 10_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final String PREFIX = "dlt_";

    private final KafkaProperties kafka;
    private final Producer<byte[], byte[]> producer;

    DeadLetterArchive(KafkaProperties kafka, Producer<byte[], byte[]> producer) {
        this.kafka = kafka;
        this.producer = producer;
    }

    /**
     * Which letters; null stands for any.
     *
     * @param topic the topic that they were read from
     * @param stage who could not handle them
     * @param reason {@code unreadable} or {@code refused}
     */
    public record Filter(
            @Nullable String topic,
            @Nullable String stage,
            @Nullable String reason) {

        boolean takes(Letter letter) {
            return (topic == null || topic.equals(letter.topic))
                    && (stage == null || stage.equals(letter.stage))
                    && (reason == null || reason.equals(letter.reason));
        }
    }

    /**
     * A record that a stage could not handle.
     *
     * @param topic where it was read
     * @param partition where it was read
     * @param offset where it was read
     * @param key of the record, or null where it has none
     * @param stage who could not handle it
     * @param reason {@code unreadable} or {@code refused}
     * @param why in words
     * @param at when it was given up
     * @param superseded whether its topic holds a later record of the same key, so that it need not be put back
     * @param content the record, as text
     */
    public record Letter(
            String topic,
            int partition,
            long offset,
            @Nullable String key,
            String stage,
            String reason,
            String why,
            @Nullable Instant at,
            boolean superseded,
            String content) {}

    /**
     * What was put back.
     *
     * @param replayed how many letters were, or would be
     * @param superseded how many need not be
     * @param more whether there are letters beyond the most that one request handles
     */
    public record Outcome(int replayed, int superseded, boolean more) {}

    /** The letters that are kept, the latest first, at most {@link #MOST}. */
    public List<Letter> letters(Filter filter) {
        return found(filter).stream()
                .map(Found::letter)
                .sorted(Comparator.comparing(Letter::at, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                        .reversed())
                .toList();
    }

    /**
     * Puts letters back, and returns when they are.
     *
     * @param dryRun to tell only what would be done
     * @throws org.apache.kafka.common.KafkaException if they could not be written; some may have been
     */
    public Outcome replay(Filter filter, boolean dryRun) {
        List<Found> found = found(filter);
        List<Found> wanted =
                found.stream().filter(each -> !each.letter.superseded).toList();
        if (!dryRun) {
            wanted.stream().map(each -> producer.send(each.asItWas())).toList().forEach(EventWriter::await);
        }
        return new Outcome(wanted.size(), found.size() - wanted.size(), found.size() == MOST);
    }

    private List<Found> found(Filter filter) {
        List<Found> all = new ArrayList<>();
        for (Topic<?> topic : Topics.all()) {
            List<Found> ofTopic = new ArrayList<>();
            read(topic.name() + "-dlt", Map.of(), raw -> {
                Found found = Found.of(topic.name(), raw, false);
                if (all.size() + ofTopic.size() < MOST && filter.takes(found.letter)) {
                    ofTopic.add(found);
                }
            });
            all.addAll(marked(topic.name(), ofTopic));
        }
        return all;
    }

    /** Looks for later records of the same keys, in the topic and among the letters themselves. */
    private List<Found> marked(String topic, List<Found> letters) {
        if (letters.isEmpty()) {
            return letters;
        }
        Map<String, Long> last = new HashMap<>();
        Map<Integer, Long> from = new HashMap<>();
        letters.forEach(each -> {
            if (each.letter.key != null) {
                last.merge(each.place(), each.letter.offset, Math::max);
            }
            from.merge(each.letter.partition, each.letter.offset + 1, Math::min);
        });
        read(topic, from, raw -> {
            String place = place(raw.partition(), text(raw.key()));
            Long before = last.get(place);
            if (before != null && raw.offset() > before) {
                last.put(place, raw.offset());
            }
        });
        Set<String> taken = new HashSet<>();
        return letters.stream()
                .sorted(Comparator.comparingLong((Found each) -> each.letter.offset)
                        .thenComparingLong(each -> each.raw.offset())
                        .reversed())
                .map(each -> each.letter.key == null
                        ? each
                        : each.marked(
                                last.getOrDefault(each.place(), 0L) > each.letter.offset || !taken.add(each.place())))
                .toList();
    }

    /** Reads what a topic holds now, from some positions on; those partitions that none is given for, from their start, or not at all. */
    private void read(String topic, Map<Integer, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> to) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
            List<PartitionInfo> known = consumer.listTopics().getOrDefault(topic, List.of());
            List<TopicPartition> partitions = known.stream()
                    .filter(each -> from.isEmpty() || from.containsKey(each.partition()))
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            partitions.forEach(each -> {
                Long position = from.get(each.partition());
                if (position != null) {
                    consumer.seek(each, Math.max(position, begins.getOrDefault(each, 0L)));
                }
            });
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(to);
            }
        }
    }

    private static String place(int partition, @Nullable String key) {
        return partition + " " + key;
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(EventWriters.LONGEST_CLOSE);
    }

    /** A letter with the record that it is. */
    private record Found(Letter letter, ConsumerRecord<byte[], byte[]> raw) {

        static Found of(String topic, ConsumerRecord<byte[], byte[]> raw, boolean superseded) {
            Map<String, String> headers = new HashMap<>();
            for (Header header : raw.headers()) {
                if (header.key().startsWith(PREFIX) && header.value() != null) {
                    headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
                }
            }
            return new Found(
                    new Letter(
                            topic,
                            (int) number(headers.get("dlt_partition")),
                            number(headers.get("dlt_offset")),
                            text(raw.key()),
                            headers.getOrDefault("dlt_stage", ""),
                            headers.getOrDefault("dlt_kind", ""),
                            headers.getOrDefault("dlt_reason", ""),
                            instant(headers.get("dlt_time")),
                            superseded,
                            raw.value() == null ? "" : new String(raw.value(), StandardCharsets.UTF_8)),
                    raw);
        }

        Found marked(boolean superseded) {
            return superseded ? of(letter.topic, raw, true) : this;
        }

        String place() {
            return DeadLetterArchive.place(letter.partition, letter.key);
        }

        ProducerRecord<byte[], byte[]> asItWas() {
            List<Header> headers = new ArrayList<>();
            raw.headers().forEach(header -> {
                if (!header.key().startsWith(PREFIX)) {
                    headers.add(header);
                }
            });
            return new ProducerRecord<>(letter.topic, letter.partition, raw.key(), raw.value(), headers);
        }

        private static long number(@Nullable String text) {
            return text == null || !text.matches("\\d{1,18}") ? 0 : Long.parseLong(text);
        }

        private static @Nullable Instant instant(@Nullable String text) {
            try {
                return text == null ? null : Instant.parse(text);
            } catch (DateTimeParseException e) {
                return null;
            }
        }
    }
}
