package org.citestream.benchmarks.ranking;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.citestream.benchmarks.generated.Citations;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.events.EventCodec;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.ranking.epoch.PublishedRanks;
import org.citestream.ranking.epoch.RankingState;
import org.citestream.ranking.graph.RankedCollection;
import org.citestream.ranking.graph.RankedEpoch;
import org.citestream.ranking.snapshot.Snapshots;

/**
 * The snapshot of 3.77 million papers, saved while one batch after another is told, and the restart of a service from it. The papers are put into
 * the collection directly: the topics are empty and the positions 0, so what follows the snapshot is what is sent after the restart.
 */
final class RankingRestart {

    private static final int PAPERS = 3_770_000;
    private static final int SAVES = 3;
    private static final double DAMPING = 0.85;
    private static final double BOUND = 1e-12;
    private static final String HEAP = "4g";

    private final Path work;
    private final Path image;
    private final List<Row> rows = new ArrayList<>();

    /** Seconds to ready where there is nothing to read: what the rest is to be seen against on a machine that does other things. */
    private double bare;

    RankingRestart(Path work, Path image) {
        this.work = work;
        this.image = image;
    }

    List<Row> run() throws Exception {
        Path file = work.resolve("snapshot");
        try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("kafka-of-restart"))) {
            // only to have the topics made
            RankingProcess.start(image, broker, work.resolve("first.log"), HEAP).close();
            bare = bareStart(broker);
            save(broker, file);
            restart(broker, file);
        }
        return rows;
    }

    private double bareStart(EmbeddedBroker broker) throws Exception {
        try (RankingProcess service = RankingProcess.start(image, broker, work.resolve("bare.log"), HEAP)) {
            return service.secondsToReady();
        }
    }

    private void save(EmbeddedBroker broker, Path file) throws Exception {
        Map<String, TopicDescription> topics = describe(broker);
        Map<String, List<Long>> positions = new HashMap<>();
        for (Topic<?> topic : List.of(Topics.PAPERS, Topics.REFERENCES)) {
            positions.put(topic.name(), Collections.nCopies(partitions(topics, topic), 0L));
        }
        RankingState state = new RankingState(collection(), positions);
        PublishedRanks published =
                new PublishedRanks(partitions(topics, Topics.RANKS), partitions(topics, Topics.RANK_EPOCHS));
        state.read(Topics.PAPERS, 0, 0, collection -> {
            RankedEpoch epoch = collection.converge();
            epoch.changedSince(null, (paper, score) -> published.read(0, -1, new RankEvent(paper, 1, score)));
            published.read(0, -1, new RankEpoch(1, PAPERS, 0, PAPERS, BOUND, positions, List.of(), Instant.EPOCH));
        });
        Snapshots.Origin origin = new Snapshots.Origin(
                ids(topics, Topics.PAPERS, Topics.REFERENCES),
                ids(topics, Topics.RANKS, Topics.RANK_EPOCHS),
                DAMPING,
                BOUND,
                false);
        new Snapshots(file, origin, new SimpleMeterRegistry()).save(state, published);
        Snapshots snapshots = new Snapshots(work.resolve("again"), origin, new SimpleMeterRegistry());
        double[] seconds = new double[SAVES];
        double longest = 0;
        for (int i = 0; i < SAVES; i++) {
            try (Updates updates = new Updates(state)) {
                long begin = System.nanoTime();
                snapshots.save(state, published);
                seconds[i] = (System.nanoTime() - begin) / 1e9;
                longest = Math.max(longest, updates.longestMillis());
            }
        }
        double best = Arrays.stream(seconds).min().orElseThrow();
        rows.add(new Row("ranking-service 3.8M: snapshot saved", best, "s", null, null, "< 2", best < 2));
        rows.add(Row.of("ranking-service 3.8M: longest wait of an update meanwhile", longest, "ms"));
        rows.add(Row.of("ranking-service 3.8M: snapshot", Files.size(file) / 1e6, "MB"));
    }

    private void restart(EmbeddedBroker broker, Path file) throws Exception {
        double[] ready = new double[SAVES];
        double[] published = new double[SAVES];
        Map<TopicPartition, Long> sent = new HashMap<>();
        try (KafkaProducer<byte[], byte[]> producer = RankingServiceMeasurement.producer(broker);
                RankingServiceMeasurement.Epochs epochs = new RankingServiceMeasurement.Epochs(broker)) {
            int partitions = producer.partitionsFor(Topics.PAPERS.name()).size();
            for (int i = 0; i < SAVES; i++) {
                var paper = RankingServiceMeasurement.paper(PAPERS + 1 + i);
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        Topics.PAPERS.name(),
                        Topics.PAPERS.partitionOf(paper, partitions),
                        paper.recordKey().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        new EventCodec().encode(Topics.PAPERS, paper));
                RankingServiceMeasurement.send(producer, List.of(record), sent);
                long begin = System.nanoTime();
                try (RankingProcess service = RankingProcess.start(
                        image,
                        broker,
                        work.resolve("restart.log"),
                        HEAP,
                        "citestream.ranking.snapshot-file=" + file,
                        "citestream.ranking.snapshot-interval=1h")) {
                    ready[i] = service.secondsToReady();
                    epochs.await(sent);
                    published[i] = (System.nanoTime() - begin) / 1e9;
                }
            }
        }
        Arrays.sort(ready);
        Arrays.sort(published);
        double median = ready[SAVES / 2];
        rows.add(new Row(
                "ranking-service 3.8M: restart to ready, to one of nothing",
                median,
                "s",
                bare,
                median / bare,
                "< 5",
                median < 5));
        rows.add(Row.of("ranking-service 3.8M: restart to an epoch with what came after", published[SAVES / 2], "s"));
    }

    private static RankedCollection collection() {
        Citations citations = Citations.generated(PAPERS, 1);
        RankedCollection collection = new RankedCollection(new IncrementalPageRank(DAMPING, BOUND), false);
        int[] cited = citations.room();
        for (int paper = 0; paper < PAPERS; paper++) {
            collection.paper(paper + 1, 1, true, 1975 + paper / (PAPERS / 50));
        }
        for (int paper = 0; paper < PAPERS; paper++) {
            int count = citations.references(paper, cited);
            List<Integer> ids = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                ids.add(cited[i] + 1);
            }
            collection.references(paper + 1, 1, ids, List.of());
        }
        return collection;
    }

    /** Tells one paper after another its references again, and times each. */
    private static final class Updates implements AutoCloseable {

        private final AtomicBoolean running = new AtomicBoolean(true);
        private final Thread thread;
        private volatile long longest;

        Updates(RankingState state) {
            thread = Thread.ofPlatform().start(() -> {
                for (int i = 1; running.get(); i++) {
                    int paper = i % PAPERS + 1;
                    long version = 2 + i / PAPERS;
                    long begin = System.nanoTime();
                    state.read(
                            Topics.REFERENCES,
                            0,
                            0,
                            collection -> collection.references(paper, version, List.of(1 + paper / 2), List.of()));
                    longest = Math.max(longest, System.nanoTime() - begin);
                }
            });
        }

        double longestMillis() {
            return longest / 1e6;
        }

        @Override
        public void close() throws InterruptedException {
            running.set(false);
            thread.join();
        }
    }

    private static Map<String, TopicDescription> describe(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeTopics(List.of(
                            Topics.PAPERS.name(),
                            Topics.REFERENCES.name(),
                            Topics.RANKS.name(),
                            Topics.RANK_EPOCHS.name()))
                    .allTopicNames()
                    .get();
        }
    }

    private static int partitions(Map<String, TopicDescription> topics, Topic<?> topic) {
        return found(topics, topic).partitions().size();
    }

    private static Map<String, String> ids(Map<String, TopicDescription> topics, Topic<?>... of) {
        Map<String, String> ids = new HashMap<>();
        for (Topic<?> topic : of) {
            ids.put(topic.name(), found(topics, topic).topicId().toString());
        }
        return ids;
    }

    private static TopicDescription found(Map<String, TopicDescription> topics, Topic<?> topic) {
        TopicDescription found = topics.get(topic.name());
        if (found == null) {
            throw new IllegalStateException(topic.name() + " is not there");
        }
        return found;
    }
}
