package org.citestream.gateway.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.bson.Document;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperRecord;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.BatchHandler;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
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

    /** From the acceptance of a submission to the moment when the state it led to can be seen. */
    private final Timer viewable;

    ViewProjection(ViewDocuments views, InstantSource clock, MeterRegistry meters) {
        this.views = views;
        this.clock = clock;
        this.viewable = Timer.builder("citestream.viewable.delay")
                .description("From acceptance to the paper's view")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    @Bean
    Consumer<Message<List<byte[]>>> projectPapers(EventReaders readers) {
        return readers.durable(
                PAPERS,
                Topics.PAPERS,
                into(
                        PaperSection.NAME,
                        PaperEvent::version,
                        (origin, event) -> new PaperSection(origin, event).document()));
    }

    @Bean
    Consumer<Message<List<byte[]>>> projectReferences(EventReaders readers) {
        return readers.durable(
                REFERENCES,
                Topics.REFERENCES,
                into(
                        ReferencesSection.NAME,
                        ReferencesEvent::version,
                        (origin, event) -> new ReferencesSection(origin, event).document()));
    }

    @Bean
    Consumer<Message<List<byte[]>>> projectSummaries(EventReaders readers) {
        return readers.durable(
                SUMMARIES,
                Topics.SUMMARIES,
                into(
                        SummarySection.NAME,
                        SummaryEvent::version,
                        (origin, event) -> SummarySection.of(origin, event).document()));
    }

    private <E extends PaperRecord> BatchHandler<E> into(
            String section, ToLongFunction<E> version, BiFunction<Origin, E, Document> document) {
        return (partition, batch) -> {
            Map<Integer, Received<E>> newest = new HashMap<>();
            for (Received<E> each : batch) {
                newest.merge(
                        each.event().id(),
                        each,
                        (one, other) ->
                                version.applyAsLong(other.event()) > version.applyAsLong(one.event()) ? other : one);
            }
            Map<Integer, Document> byId = new HashMap<>();
            newest.forEach((id, each) -> byId.put(
                    id,
                    document.apply(
                            new Origin(version.applyAsLong(each.event()), clock.instant(), partition, each.offset()),
                            each.event())));
            views.raise(section, byId);
            Instant seen = clock.instant();
            newest.values().forEach(each -> {
                if (each.event() instanceof PaperEvent paper
                        && paper.acceptedAt().isBefore(seen)) {
                    viewable.record(Duration.between(paper.acceptedAt(), seen));
                }
            });
        };
    }
}
