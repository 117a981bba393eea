package org.citestream.gateway.projection;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.bson.Document;
import org.citestream.events.PaperEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.VersionedRecord;
import org.citestream.events.stream.BatchHandler;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
import org.citestream.events.trace.RecordTraces;
import org.citestream.gateway.freshness.Freshness;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Reads each topic into its section of the views. The members of the group share the papers. */
@Configuration(proxyBeanMethods = false)
class ViewProjection {

    static final String PAPERS = "projectPapers";
    static final String REFERENCES = "projectReferences";
    static final String SUMMARIES = "projectSummaries";

    private final ViewDocuments views;
    private final InstantSource clock;
    private final Freshness freshness;
    private final RecordTraces traces;

    ViewProjection(ViewDocuments views, InstantSource clock, Freshness freshness, RecordTraces traces) {
        this.views = views;
        this.clock = clock;
        this.freshness = freshness;
        this.traces = traces;
    }

    @Bean
    Consumer<Message<List<byte[]>>> projectPapers(EventReaders readers) {
        return readers.durable(
                PAPERS,
                Topics.PAPERS,
                into(PaperSection.NAME, (origin, event) -> new PaperSection(origin, event).document(), this::viewable));
    }

    @Bean
    Consumer<Message<List<byte[]>>> projectReferences(EventReaders readers) {
        return readers.durable(
                REFERENCES,
                Topics.REFERENCES,
                into(
                        ReferencesSection.NAME,
                        (origin, event) -> new ReferencesSection(origin, event).document(),
                        _ -> {}));
    }

    @Bean
    Consumer<Message<List<byte[]>>> projectSummaries(EventReaders readers) {
        return readers.durable(
                SUMMARIES,
                Topics.SUMMARIES,
                into(
                        SummarySection.NAME,
                        (origin, event) -> SummarySection.of(origin, event).document(),
                        this::summarised));
    }

    private void viewable(Collection<Received<PaperEvent>> seen) {
        seen.stream()
                .sorted(Comparator.comparingLong(Received::offset))
                .forEach(each -> traces.within(
                        each.event(), () -> freshness.viewable(each.event(), each.partition(), each.offset())));
    }

    private void summarised(Collection<Received<SummaryEvent>> seen) {
        Map<Integer, String> feeds =
                views.feeds(seen.stream().map(each -> each.event().id()).toList());
        seen.forEach(each -> traces.within(
                each.event(),
                () -> freshness.summarised(each.event(), feeds.get(each.event().id()))));
    }

    private <V extends VersionedRecord> BatchHandler<V> into(
            String section, BiFunction<Origin, V, Document> document, Consumer<Collection<Received<V>>> seen) {
        return BatchHandler.ofAnyPartition(batch -> {
            // Of a version that came twice the first, as where they come apart.
            Map<Integer, Received<V>> newest = Received.newest(batch.reversed());
            Map<Integer, Document> byId = new HashMap<>();
            newest.forEach((id, each) -> byId.put(
                    id,
                    document.apply(
                            new Origin(each.event().version(), clock.instant(), each.partition(), each.offset()),
                            each.event())));
            views.raise(section, byId);
            seen.accept(newest.values());
        });
    }
}
