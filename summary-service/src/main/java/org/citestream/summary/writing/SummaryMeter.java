package org.citestream.summary.writing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.summary.work.WorkQueue;

/** Counts summary records by what they say, and tells how much work waits and for how long. */
public final class SummaryMeter {

    private final MeterRegistry meters;

    /**
     * @param mostSummaries papers whose summaries may be in the making at once
     * @param mostEmbeddings papers whose vectors may be
     */
    public SummaryMeter(
            MeterRegistry meters,
            InstantSource clock,
            WorkQueue summaries,
            int mostSummaries,
            WorkQueue embeddings,
            int mostEmbeddings) {
        this.meters = meters;
        gauges("summary", summaries, mostSummaries, clock);
        gauges("embedding", embeddings, mostEmbeddings, clock);
    }

    /** These were published. */
    public void published(Collection<SummaryEvent> events) {
        events.forEach(this::published);
    }

    /** This was published. */
    void published(SummaryEvent event) {
        Method method = event.method();
        Counter.builder("citestream.summaries")
                .description("records published on summaries")
                .tags(
                        "status",
                        event.status().name().toLowerCase(Locale.ROOT),
                        "method",
                        method == null ? "none" : method.name().toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
    }

    /** An attempt failed and is to be made again. */
    void retried() {
        Counter.builder("citestream.summary.retries")
                .description("attempts at a summary or a vector that failed and are made again")
                .register(meters)
                .increment();
    }

    private void gauges(String work, WorkQueue queue, int most, InstantSource clock) {
        Gauge.builder("citestream.work.active", queue, WorkQueue::inHand)
                .tag("work", work)
                .description("papers that are being worked on")
                .register(meters);
        Gauge.builder("citestream.work.limit", () -> most)
                .tag("work", work)
                .description("papers that can be worked on at once; 0 where this work is switched off")
                .register(meters);
        Gauge.builder("citestream.queue.size", queue, WorkQueue::size)
                .tag("work", work)
                .description("papers that wait for this work or are being worked on")
                .register(meters);
        Gauge.builder(
                        "citestream.queue.oldest.age",
                        queue,
                        each -> each.oldest()
                                .map(accepted -> Duration.between(accepted, clock.instant())
                                                .toMillis()
                                        / 1000.0)
                                .orElse(0.0))
                .tag("work", work)
                .baseUnit("seconds")
                .description("since the acceptance of what waits longest for this work")
                .register(meters);
    }
}
