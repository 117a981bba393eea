package org.citestream.gateway.progress;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** The collection's figures as metrics: how much there is at each stage, and how much has yet to reach it. */
@Component
final class CollectionMeters {

    private final MeterRegistry meters;
    private final Progress progress;

    CollectionMeters(MeterRegistry meters, Progress progress) {
        this.meters = meters;
        this.progress = progress;
        papers("live", Stats::papers);
        papers("viewable", Stats::viewable);
        papers("summarised", Stats::summarized);
        papers("without-abstract", Stats::withoutAbstract);
        papers("summary-failed", Stats::failedSummaries);
        papers("embedded", Stats::embedded);
        papers("ranked", Stats::ranked);
        Gauge.builder("citestream.citations", () -> progress.figure(Stats::citations))
                .description("citations between papers of the collection")
                .register(meters);
        pending("identify", Stats.PendingByStage::identify);
        pending("assemble", Stats.PendingByStage::assemble);
        pending("view", Stats.PendingByStage::view);
        pending("rank", Stats.PendingByStage::rank);
        pending("summarise", Stats.PendingByStage::summarize);
        pending("embed", Stats.PendingByStage::embed);
        oldest("identify", Progress.Oldest::identify);
        oldest("assemble", Progress.Oldest::assemble);
        oldest("view", Progress.Oldest::view);
    }

    private void papers(String state, ToDoubleFunction<Stats> count) {
        Gauge.builder("citestream.papers", () -> progress.figure(count))
                .tag("state", state)
                .description("papers of the collection, by how far they are")
                .register(meters);
    }

    private void oldest(String stage, ToDoubleFunction<Progress.Oldest> seconds) {
        Gauge.builder("citestream.pending.oldest.age", () -> progress.oldest(seconds))
                .tag("stage", stage)
                .baseUnit("seconds")
                .description("since when what waits longest for the stage has been in its topic; 0 where nothing waits")
                .register(meters);
    }

    private void pending(String stage, ToDoubleFunction<Stats.PendingByStage> count) {
        Gauge.builder("citestream.pending", () -> progress.figure(stats -> count.applyAsDouble(stats.pendingByStage())))
                .tag("stage", stage)
                .description(
                        "what has been accepted and has yet to pass the stage; unknown while the broker or the database does not answer")
                .register(meters);
    }
}
