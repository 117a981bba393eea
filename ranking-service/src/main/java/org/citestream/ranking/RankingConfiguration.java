package org.citestream.ranking;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.citestream.events.PaperStatus;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.EventWriters;
import org.citestream.events.stream.TopicSetup;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.ranking.epoch.EpochAudit;
import org.citestream.ranking.epoch.EpochPublisher;
import org.citestream.ranking.epoch.PublishedRanks;
import org.citestream.ranking.epoch.RankingState;
import org.citestream.ranking.epoch.SavedRanks;
import org.citestream.ranking.graph.RankedCollection;
import org.citestream.ranking.snapshot.SnapshotSchedule;
import org.citestream.ranking.snapshot.Snapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Binds the graph to its topics. */
@Configuration(proxyBeanMethods = false)
class RankingConfiguration {

    private static final Logger log = LoggerFactory.getLogger(RankingConfiguration.class);

    private static final List<? extends Topic<?>> READ = List.of(Topics.PAPERS, Topics.REFERENCES);
    private static final List<? extends Topic<?>> WRITTEN = List.of(Topics.RANKS, Topics.RANK_EPOCHS);
    private static final String PUBLISHERS = "ranking-publishers";

    /** In which an epoch has to be written, that of a quarter of a billion papers included; a broker admits 15 minutes, unless it is told otherwise. */
    private static final Duration LONGEST_EPOCH = Duration.ofMinutes(14);

    /** How long nothing is heard of the publishing instance until it is given up, the least that a broker admits; another has taken over in under 10 s. */
    private static final int PUBLISHER_SILENT_MILLIS = 6_000;

    /** How often an instance is heard of, and learns at the latest that it is its turn. */
    private static final int PUBLISHER_HEARTBEAT_MILLIS = 1_000;

    /** What was saved, to go on from, or a collection without papers. */
    @Bean
    Snapshots.Loaded rankingAtStart(
            RankingProperties properties, TopicSetup topics, Admin kafkaAdminClient, Optional<Snapshots> snapshots) {
        return snapshots
                .flatMap(each ->
                        each.load(extents(kafkaAdminClient, topics, READ), extents(kafkaAdminClient, topics, WRITTEN)))
                .orElseGet(() -> new Snapshots.Loaded(
                        new RankedCollection(
                                new IncrementalPageRank(properties.damping(), properties.residualBound()),
                                includesSelfCitations(properties)),
                        READ.stream()
                                .collect(Collectors.toMap(
                                        Topic::name, each -> Collections.nCopies(topics.partitionsOf(each), 0L))),
                        SavedRanks.nothing(
                                topics.partitionsOf(Topics.RANKS), topics.partitionsOf(Topics.RANK_EPOCHS))));
    }

    @Bean
    RankingState rankingState(Snapshots.Loaded rankingAtStart, MeterRegistry meters) {
        RankingState state = new RankingState(rankingAtStart.collection(), rankingAtStart.positions());
        Gauge.builder("citestream.index.size", state, RankingState::bytes)
                .tag("index", "graph")
                .baseUnit("bytes")
                .description("memory that an index takes; but for that of words, about, by its entries")
                .register(meters);
        return state;
    }

    @Bean
    PublishedRanks publishedRanks(Snapshots.Loaded rankingAtStart) {
        return new PublishedRanks(rankingAtStart.published());
    }

    private static Map<String, List<Snapshots.Extent>> extents(
            Admin admin, TopicSetup topics, List<? extends Topic<?>> of) {
        return of.stream().collect(Collectors.toMap(Topic::name, each -> extents(admin, topics, each)));
    }

    private static List<Snapshots.Extent> extents(Admin admin, TopicSetup topics, Topic<?> topic) {
        List<TopicPartition> partitions = IntStream.range(0, topics.partitionsOf(topic))
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        Map<TopicPartition, Long> first = offsets(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> next = offsets(admin, partitions, OffsetSpec.latest());
        return partitions.stream()
                .map(each -> new Snapshots.Extent(
                        Objects.requireNonNull(first.get(each)), Objects.requireNonNull(next.get(each))))
                .toList();
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> which)))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** Where snapshots are kept. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("citestream.ranking.snapshot-file")
    static class SnapshotConfiguration {

        /** Waits for {@code topics}, whose ids tell whether a snapshot was made of them. */
        @Bean
        Snapshots snapshots(
                RankingProperties properties, Admin kafkaAdminClient, TopicSetup topics, MeterRegistry meters) {
            topics.partitionsOf(Topics.PAPERS);
            return new Snapshots(
                    Objects.requireNonNull(properties.snapshotFile()),
                    new Snapshots.Origin(
                            topicIds(kafkaAdminClient, READ),
                            topicIds(kafkaAdminClient, WRITTEN),
                            properties.damping(),
                            properties.residualBound(),
                            includesSelfCitations(properties)),
                    meters);
        }

        @Bean
        SnapshotSchedule snapshotSchedule(
                Snapshots snapshots, RankingState state, PublishedRanks published, RankingProperties properties) {
            return new SnapshotSchedule(snapshots, state, published, properties.snapshotInterval());
        }

        private static Map<String, String> topicIds(Admin admin, List<? extends Topic<?>> topics) {
            Map<String, String> ids = new HashMap<>();
            admin.describeTopics(topics.stream().map(Topic::name).toList())
                    .allTopicNames()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .forEach((name, found) -> ids.put(name, found.topicId().toString()));
            return ids;
        }
    }

    private static boolean includesSelfCitations(RankingProperties properties) {
        return properties.selfCitations() == RankingProperties.SelfCitations.INCLUDE;
    }

    /** All papers that there are and the snapshot lacks are read before this returns. */
    @Bean
    Consumer<Message<List<byte[]>>> papers(EventReaders readers, RankingState state, MeterRegistry meters) {
        Counter read = read(meters, Topics.PAPERS);
        return readers.replayed(
                "papers",
                Topics.PAPERS,
                (partition, batch) -> {
                    read.increment(batch.size());
                    state.read(
                            Topics.PAPERS,
                            partition,
                            batch.getLast().offset() + 1,
                            graph -> batch.forEach(received -> graph.paper(
                                    received.event().id(),
                                    received.event().version(),
                                    received.event().status() == PaperStatus.LIVE,
                                    received.event().year())));
                },
                state.positions(Topics.PAPERS));
    }

    /** All references that there are and the snapshot lacks are read before this returns. */
    @Bean
    Consumer<Message<List<byte[]>>> references(EventReaders readers, RankingState state, MeterRegistry meters) {
        Counter read = read(meters, Topics.REFERENCES);
        return readers.replayed(
                "references",
                Topics.REFERENCES,
                (partition, batch) -> {
                    read.increment(batch.size());
                    state.read(
                            Topics.REFERENCES,
                            partition,
                            batch.getLast().offset() + 1,
                            graph -> batch.forEach(received -> graph.references(
                                    received.event().id(),
                                    received.event().version(),
                                    received.event().cited(),
                                    received.event().self())));
                },
                state.positions(Topics.REFERENCES));
    }

    private static Counter read(MeterRegistry meters, Topic<?> topic) {
        return Counter.builder("citestream.ranking.records.read")
                .description("records read into the graph since the start; few after a restart from a snapshot")
                .tag("topic", topic.name())
                .register(meters);
    }

    @Bean
    EpochPublisher epochPublisher(
            RankingState state,
            PublishedRanks published,
            EventReaders readers,
            EventWriters writers,
            TopicSetup topics,
            KafkaProperties kafka,
            RankingProperties properties,
            InstantSource clock,
            MeterRegistry meters) {
        return new EpochPublisher(
                state,
                published,
                () -> writers.transactional("ranking-epochs", LONGEST_EPOCH),
                each -> readPublished(readers, topics, each, meters),
                () -> standingBy(kafka),
                new EpochPublisher.Pace(
                        properties.epochInterval(), properties.longestCoalescing(), properties.longestStandstill()),
                clock,
                meters);
    }

    /** A consumer of the group whose members choose who publishes; it reads nothing. */
    private static org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> standingBy(KafkaProperties kafka) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, PUBLISHERS);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, PUBLISHER_SILENT_MILLIS);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, PUBLISHER_HEARTBEAT_MILLIS);
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return new KafkaConsumer<>(config);
    }

    @Bean
    EpochAudit epochAudit(
            RankingState state, PublishedRanks published, RankingProperties properties, MeterRegistry meters) {
        return new EpochAudit(state, published, properties.auditInterval(), meters);
    }

    private static void readPublished(
            EventReaders readers, TopicSetup topics, PublishedRanks published, MeterRegistry meters) {
        Counter read = read(meters, Topics.RANKS);
        readers.replayed(
                "published-ranks",
                Topics.RANKS,
                (partition, batch) -> {
                    read.increment(batch.size());
                    batch.forEach(received -> published.read(partition, received.offset(), received.event()));
                },
                published.positions());
        readers.replayed(
                "published-epochs",
                Topics.RANK_EPOCHS,
                (partition, batch) ->
                        batch.forEach(received -> published.read(partition, received.offset(), received.event())),
                published.epochPositions());
        Map<String, List<Long>> held = Stream.concat(READ.stream(), Stream.of(Topics.RANKS))
                .collect(Collectors.toMap(
                        Topic::name,
                        each -> IntStream.range(0, topics.partitionsOf(each))
                                .mapToObj(partition -> topics.endOf(each, partition))
                                .toList()));
        if (published.forgetWhatLiesBeyond(held)) {
            log.warn(
                    "The last epoch covers more than {} hold, which were made anew or cut off: what they hold now counts",
                    held);
        }
    }
}
