package org.citestream.events.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final Comparator<Letter> BY_TIME =
            Comparator.comparing(Letter::at, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final KafkaProperties kafka;
    private final Producer<byte[], byte[]> producer;
    private final int most;

    DeadLetterArchive(KafkaProperties kafka, Producer<byte[], byte[]> producer) {
        this(kafka, producer, MOST);
    }

    DeadLetterArchive(KafkaProperties kafka, Producer<byte[], byte[]> producer, int most) {
        this.kafka = kafka;
        this.producer = producer;
        this.most = most;
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
     * @param more whether there are more to be put back than one request handles, which the next finds
     */
    public record Outcome(int replayed, int superseded, boolean more) {}

    /** The letters that are kept, the latest first, at most {@link #MOST}. */
    public List<Letter> letters(Filter filter) {
        PriorityQueue<Letter> latest = new PriorityQueue<>(BY_TIME);
        forEach(filter, each -> {
            latest.add(each.letter);
            if (latest.size() > most) {
                latest.remove();
            }
        });
        return latest.stream().sorted(BY_TIME.reversed()).toList();
    }

    /**
     * Puts letters back, and returns when they are.
     *
     * @param dryRun to tell only what would be done
     * @throws org.apache.kafka.common.KafkaException if they could not be written; some may have been
     */
    public Outcome replay(Filter filter, boolean dryRun) {
        List<Found> wanted = new ArrayList<>();
        AtomicInteger superseded = new AtomicInteger();
        AtomicBoolean more = new AtomicBoolean();
        forEach(filter, each -> {
            if (each.letter.superseded) {
                superseded.incrementAndGet();
            } else if (wanted.size() < most) {
                wanted.add(each);
            } else {
                more.set(true);
            }
        });
        if (!dryRun) {
            wanted.stream().map(each -> producer.send(each.asItWas())).toList().forEach(EventWriter::await);
        }
        return new Outcome(wanted.size(), superseded.get(), more.get());
    }

    private void forEach(Filter filter, Consumer<Found> to) {
        for (Topic<?> topic : Topics.all()) {
            Map<String, Last> last = last(topic.name(), filter);
            if (!last.isEmpty()) {
                read(topic.name() + "-dlt", Map.of(), raw -> {
                    Found found = Found.of(topic.name(), raw, false);
                    Last of = last.get(found.place());
                    if (filter.takes(found.letter) && of != null) {
                        to.accept(found.marked(found.letter.key != null && of.supersedes(found)));
                    }
                });
            }
        }
    }

    /**
     * The last record of a key in a partition of a topic.
     *
     * @param offset where it was read
     * @param letter the place of the last letter of it among the letters, or -1 where it is none
     */
    private record Last(long offset, long letter) {

        static Last of(Last one, Last other) {
            boolean later = one.offset == other.offset ? one.letter < other.letter : one.offset < other.offset;
            return later ? other : one;
        }

        boolean supersedes(Found found) {
            return offset > found.letter.offset || offset == found.letter.offset && letter != found.raw.offset();
        }
    }

    /** Of the letters that a filter takes, by their places, the last record of the same key, in the topic and among the letters themselves. */
    private Map<String, Last> last(String topic, Filter filter) {
        Map<String, Last> last = new HashMap<>();
        Map<Integer, Long> from = new HashMap<>();
        read(topic + "-dlt", Map.of(), raw -> {
            Found found = Found.of(topic, raw, false);
            if (filter.takes(found.letter)) {
                last.merge(found.place(), new Last(found.letter.offset, raw.offset()), Last::of);
                from.merge(found.letter.partition, found.letter.offset + 1, Math::min);
            }
        });
        if (!from.isEmpty()) {
            read(
                    topic,
                    from,
                    raw -> last.computeIfPresent(
                            place(raw.partition(), text(raw.key())),
                            (_, before) -> Last.of(before, new Last(raw.offset(), -1))));
        }
        return last;
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
