package org.citestream.gateway.index;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Consumer;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.messaging.Message;

/** Fills the indexes from the topics: each is read whole before the service answers, and followed from there. */
@Configuration(proxyBeanMethods = false)
class IndexReaders {

    @Bean
    CitationIndex citationIndex() {
        return new CitationIndex();
    }

    @Bean
    NeighbourIndex neighbourIndex() {
        return new NeighbourIndex();
    }

    @Bean
    FoundAhead foundAhead(NeighbourIndex neighbours, MeterRegistry meters) {
        return new FoundAhead(neighbours, meters);
    }

    @Bean
    RankBook rankBook(List<RecordListener> listeners) {
        return new RankBook(listeners);
    }

    @Bean
    PaperOrders paperOrders(CitationIndex citations, RankBook book) {
        return new PaperOrders(citations, book);
    }

    @Bean
    IndexPositions indexPositions() {
        return new IndexPositions();
    }

    @Bean
    Consumer<Message<List<byte[]>>> indexPapers(
            EventReaders readers,
            CitationIndex citations,
            NeighbourIndex neighbours,
            IndexPositions positions,
            List<RecordListener> listeners) {
        return readers.replayed("indexPapers", Topics.PAPERS, (partition, batch) -> {
            List<PaperEvent> changed = batch.stream()
                    .filter(each -> citations.apply(each.event(), each.offset()))
                    .map(Received::event)
                    .toList();
            changed.forEach(each -> neighbours.live(each.id(), each.status() == PaperStatus.LIVE));
            positions.papers().reach(partition, end(batch));
            listeners.forEach(each -> each.papers(changed));
        });
    }

    @Bean
    Consumer<Message<List<byte[]>>> indexReferences(
            EventReaders readers, CitationIndex citations, IndexPositions positions, List<RecordListener> listeners) {
        return readers.replayed("indexReferences", Topics.REFERENCES, (partition, batch) -> {
            List<ReferencesEvent> changed = batch.stream()
                    .filter(each -> citations.apply(each.event(), each.offset()))
                    .map(Received::event)
                    .toList();
            positions.references().reach(partition, end(batch));
            listeners.forEach(each -> each.references(changed));
        });
    }

    @Bean
    Consumer<Message<List<byte[]>>> indexSummaries(
            EventReaders readers, CitationIndex citations, IndexPositions positions, List<RecordListener> listeners) {
        return readers.replayed("indexSummaries", Topics.SUMMARIES, (partition, batch) -> {
            List<SummaryEvent> changed = batch.stream()
                    .filter(each -> citations.apply(each.event()))
                    .map(Received::event)
                    .toList();
            positions.summaries().reach(partition, end(batch));
            listeners.forEach(each -> each.summaries(changed));
        });
    }

    @Bean
    Consumer<Message<List<byte[]>>> indexEmbeddings(
            EventReaders readers, NeighbourIndex neighbours, CitationIndex citations) {
        return readers.replayed(
                "indexEmbeddings",
                Topics.EMBEDDINGS,
                (_, batch) -> batch.forEach(each -> {
                    int id = each.event().id();
                    neighbours.apply(each.event());
                    citations.embedded(id, neighbours.contains(id), neighbours.isWithout(id));
                }));
    }

    @Bean
    Consumer<Message<List<byte[]>>> indexRanks(EventReaders readers, RankBook book) {
        return readers.replayed(
                "indexRanks",
                Topics.RANKS,
                (partition, batch) ->
                        book.apply(batch.stream().map(Received::event).toList(), partition, end(batch) - 1));
    }

    /** After the scores, so that the last epoch is whole as soon as it is read. */
    @Bean
    @DependsOn("indexRanks")
    Consumer<Message<List<byte[]>>> indexEpochs(EventReaders readers, RankBook book) {
        return readers.replayed(
                "indexEpochs",
                Topics.RANK_EPOCHS,
                (_, batch) -> book.apply(batch.stream().map(Received::event).toList()));
    }

    private static long end(List<? extends Received<?>> batch) {
        return batch.getLast().offset() + 1;
    }
}
