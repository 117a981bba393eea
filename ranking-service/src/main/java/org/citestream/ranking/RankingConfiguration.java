package org.citestream.ranking;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.citestream.events.PaperStatus;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.EventWriters;
import org.citestream.events.stream.TopicSetup;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.ranking.epoch.EpochPublisher;
import org.citestream.ranking.epoch.PublishedRanks;
import org.citestream.ranking.epoch.RankingState;
import org.citestream.ranking.graph.RankedCollection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Binds the graph to its topics. */
@Configuration(proxyBeanMethods = false)
class RankingConfiguration {

    @Bean
    RankingState rankingState(RankingProperties properties, TopicSetup topics) {
        return new RankingState(
                new RankedCollection(
                        new IncrementalPageRank(properties.damping(), properties.residualBound()),
                        properties.selfCitations() == RankingProperties.SelfCitations.INCLUDE),
                topics.partitionsOf(Topics.PAPERS),
                topics.partitionsOf(Topics.REFERENCES));
    }

    /** All papers that there are are read before this returns. */
    @Bean
    Consumer<Message<List<byte[]>>> papers(EventReaders readers, RankingState state) {
        return readers.replayed(
                "papers",
                Topics.PAPERS,
                (partition, batch) -> state.read(
                        Topics.PAPERS,
                        partition,
                        batch.getLast().offset() + 1,
                        graph -> batch.forEach(received -> graph.paper(
                                received.event().id(),
                                received.event().version(),
                                received.event().status() == PaperStatus.LIVE,
                                received.event().year()))));
    }

    /** All references that there are are read before this returns. */
    @Bean
    Consumer<Message<List<byte[]>>> references(EventReaders readers, RankingState state) {
        return readers.replayed(
                "references",
                Topics.REFERENCES,
                (partition, batch) -> state.read(
                        Topics.REFERENCES,
                        partition,
                        batch.getLast().offset() + 1,
                        graph -> batch.forEach(received -> graph.references(
                                received.event().id(),
                                received.event().version(),
                                received.event().cited(),
                                received.event().self()))));
    }

    @Bean
    EpochPublisher epochPublisher(
            RankingState state,
            EventReaders readers,
            EventWriters writers,
            TopicSetup topics,
            RankingProperties properties,
            InstantSource clock,
            MeterRegistry meters) {
        return new EpochPublisher(
                state,
                () -> writers.transactional("ranking-epochs"),
                () -> published(readers, topics),
                properties.epochInterval(),
                clock,
                meters);
    }

    private static PublishedRanks published(EventReaders readers, TopicSetup topics) {
        PublishedRanks published = new PublishedRanks(topics.partitionsOf(Topics.RANKS));
        readers.replayed(
                "published-ranks",
                Topics.RANKS,
                (partition, batch) ->
                        batch.forEach(received -> published.read(partition, received.offset(), received.event())));
        readers.replayed(
                "published-epochs",
                Topics.RANK_EPOCHS,
                (_, batch) -> batch.forEach(received -> published.read(received.event())));
        return published;
    }
}
