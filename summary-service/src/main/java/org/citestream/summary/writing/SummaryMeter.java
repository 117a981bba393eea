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

    public SummaryMeter(MeterRegistry meters, InstantSource clock, WorkQueue summaries, WorkQueue embeddings) {
        this.meters = meters;
        gauges("summary", summaries, clock);
        gauges("embedding", embeddings, clock);
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

    private void gauges(String work, WorkQueue queue, InstantSource clock) {
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
