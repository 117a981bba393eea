package org.citestream.ranking.spark;

import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.UnreadableEventException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics up to where they ended at one moment. A paper's record and its references lie in partitions of the same number, so that one
 * task reads both, and nothing needs to be brought together afterwards.
 *
 * @param bootstrapServers of the broker
 * @param withSelfCitations whether a citation counts whose papers share an author
 * @param ids by topic: its id
 * @param ends by topic: the next position of each partition
 * @param patience how long to wait for a broker that gives nothing of what it has
 */
record Log(
        String bootstrapServers,
        boolean withSelfCitations,
        Map<String, String> ids,
        Map<String, List<Long>> ends,
        Duration patience)
        implements Serializable {

    private static final Logger log = LoggerFactory.getLogger(Log.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Serial
    private static final long serialVersionUID = 1;

    private static final Duration POLL = Duration.ofMillis(200);

    private static final List<Topic<?>> TOPICS =
            List.of(Topics.PAPERS, Topics.REFERENCES, Topics.RANKS, Topics.RANK_EPOCHS);

    static Log of(String bootstrapServers, boolean withSelfCitations) throws InterruptedException {
        Map<String, String> ids = new HashMap<>();
        Map<String, List<Long>> ends = new HashMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers)) {
            Map<String, TopicDescription> found = admin.describeTopics(
                            TOPICS.stream().map(Topic::name).toList())
                    .allTopicNames()
                    .get();
            for (TopicDescription topic : found.values()) {
                ids.put(topic.name(), topic.topicId().toString());
                List<TopicPartition> partitions = IntStream.range(
                                0, topic.partitions().size())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                        .toList();
                Map<TopicPartition, Long> last = consumer.endOffsets(partitions);
                ends.put(
                        topic.name(),
                        new ArrayList<>(partitions.stream()
                                .map(each -> last.getOrDefault(each, 0L))
                                .toList()));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics are not there: " + e.getCause(), e);
        }
        Log read = new Log(bootstrapServers, withSelfCitations, ids, ends, PATIENCE);
        if (read.partitions(Topics.PAPERS) != read.partitions(Topics.REFERENCES)) {
            throw new IllegalStateException("papers has %d partitions and references %d, so that a paper may lie apart"
                    .formatted(read.partitions(Topics.PAPERS), read.partitions(Topics.REFERENCES)));
        }
        return read;
    }

    int partitions(Topic<?> topic) {
        return ends.getOrDefault(topic.name(), List.of()).size();
    }

    /** By topic: what a snapshot says of those named. */
    <V> Map<String, V> only(Map<String, V> of, Topic<?>... topics) {
        Map<String, V> some = new HashMap<>();
        for (Topic<?> topic : topics) {
            V value = of.get(topic.name());
            if (value != null) {
                some.put(topic.name(), value);
            }
        }
        return some;
    }

    /** What the partitions of one number say in both topics. */
    record Told(Collection<ToldPaper> papers, int unreadable) {}

    /**
     * What a partition of both topics says, by ascending id.
     *
     * @throws IllegalStateException if the broker gives nothing more for longer than {@link #patience()}
     */
    Told told(int partition) {
        Map<Integer, ToldPaper> told = new TreeMap<>();
        int unreadable = read(Topics.PAPERS, partition, event -> merge(told, event))
                + read(Topics.REFERENCES, partition, event -> merge(told, event));
        return new Told(told.values(), unreadable);
    }

    private static boolean merge(Map<Integer, ToldPaper> told, PaperEvent event) {
        if (event.id() < 1) {
            return false;
        }
        told.compute(
                event.id(),
                (id, before) -> (before == null ? ToldPaper.nothing(id) : before)
                        .withPaper(event.version(), event.status() == PaperStatus.LIVE, event.year()));
        return true;
    }

    private boolean merge(Map<Integer, ToldPaper> told, ReferencesEvent event) {
        Set<Integer> without = withSelfCitations ? Set.of() : new HashSet<>(event.self());
        int[] cited = event.cited().stream()
                .filter(each -> !without.contains(each))
                .mapToInt(Integer::intValue)
                .toArray();
        if (event.id() < 1 || !event.cited().stream().allMatch(each -> each > 0)) {
            return false;
        }
        told.compute(
                event.id(),
                (id, before) ->
                        (before == null ? ToldPaper.nothing(id) : before).withReferences(event.version(), cited));
        return true;
    }

    /**
     * Reads a partition up to where it ended.
     *
     * @param reader tells whether an event makes sense
     * @return how many records do not, which the service has put to the dead letters
     */
    private <E extends Event> int read(Topic<E> topic, int partition, Predicate<E> reader) {
        EventCodec codec = new EventCodec();
        TopicPartition only = new TopicPartition(topic.name(), partition);
        long end = ends.getOrDefault(topic.name(), List.of()).get(partition);
        int unreadable = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers)) {
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long heard = System.nanoTime();
            long position = position(consumer, only);
            while (position < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < end && !isRead(codec, topic, record, reader)) {
                        unreadable++;
                    }
                }
                long next = position(consumer, only);
                heard = next == position ? heard : System.nanoTime();
                position = next;
                if (position < end && System.nanoTime() - heard > patience.toNanos()) {
                    throw new IllegalStateException(
                            "the broker at %s has given nothing of %s for %s, after position %d of %d"
                                    .formatted(bootstrapServers, only, patience, position, end));
                }
            }
        }
        return unreadable;
    }

    private long position(KafkaConsumer<byte[], byte[]> consumer, TopicPartition of) {
        try {
            return consumer.position(of, patience);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "the broker at %s has not said in %s where %s begins".formatted(bootstrapServers, patience, of), e);
        }
    }

    private static <E extends Event> boolean isRead(
            EventCodec codec, Topic<E> topic, ConsumerRecord<byte[], byte[]> record, Predicate<E> reader) {
        String reason = "an id is below 1";
        try {
            if (reader.test(codec.decode(topic, record.value()))) {
                return true;
            }
        } catch (UnreadableEventException e) {
            reason = e.getMessage();
        }
        log.warn(
                "Leaves out record {} of {}-{}, as the service does: {}",
                record.offset(),
                record.topic(),
                record.partition(),
                reason);
        return false;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5000,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        Topics.MAX_RECORD_BYTES),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
