package org.citestream.ranking.spark;

import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.UnreadableEventException;

/**
 * The topics up to where they ended at one moment. A paper's record and its references lie in partitions of the same number, so that one
 * task reads both, and nothing needs to be brought together afterwards.
 *
 * @param bootstrapServers of the broker
 * @param withSelfCitations whether a citation counts whose papers share an author
 * @param ids by topic: its id
 * @param ends by topic: the next position of each partition
 */
record Log(String bootstrapServers, boolean withSelfCitations, Map<String, String> ids, Map<String, List<Long>> ends)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

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
        Log log = new Log(bootstrapServers, withSelfCitations, ids, ends);
        if (log.partitions(Topics.PAPERS) != log.partitions(Topics.REFERENCES)) {
            throw new IllegalStateException("papers has %d partitions and references %d, so that a paper may lie apart"
                    .formatted(log.partitions(Topics.PAPERS), log.partitions(Topics.REFERENCES)));
        }
        return log;
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

    /** What a partition of both topics says, by ascending id. */
    Iterable<ToldPaper> told(int partition) {
        Map<Integer, ToldPaper> told = new TreeMap<>();
        read(Topics.PAPERS, partition, event -> merge(told, event));
        read(Topics.REFERENCES, partition, event -> merge(told, event));
        return told.values();
    }

    private static void merge(Map<Integer, ToldPaper> told, PaperEvent event) {
        if (event.id() > 0) {
            told.compute(
                    event.id(),
                    (id, before) -> (before == null ? ToldPaper.nothing(id) : before)
                            .withPaper(event.version(), event.status() == PaperStatus.LIVE, event.year()));
        }
    }

    private void merge(Map<Integer, ToldPaper> told, ReferencesEvent event) {
        Set<Integer> without = withSelfCitations ? Set.of() : new HashSet<>(event.self());
        int[] cited = event.cited().stream()
                .filter(each -> !without.contains(each))
                .mapToInt(Integer::intValue)
                .toArray();
        if (event.id() > 0 && IntStream.of(cited).allMatch(each -> each > 0)) {
            told.compute(
                    event.id(),
                    (id, before) ->
                            (before == null ? ToldPaper.nothing(id) : before).withReferences(event.version(), cited));
        }
    }

    private <E extends Event> void read(Topic<E> topic, int partition, Consumer<E> reader) {
        EventCodec codec = new EventCodec();
        TopicPartition only = new TopicPartition(topic.name(), partition);
        long end = ends.getOrDefault(topic.name(), List.of()).get(partition);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers)) {
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            while (consumer.position(only) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.offset() < end) {
                        try {
                            reader.accept(codec.decode(topic, record.value()));
                        } catch (UnreadableEventException e) {
                            // The service has put it to the dead letters.
                            continue;
                        }
                    }
                }
            }
        }
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
