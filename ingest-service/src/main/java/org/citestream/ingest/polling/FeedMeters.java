package org.citestream.ingest.polling;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.citestream.events.operations.Sampled;

/** How the feeds stand, as metrics. The states of all of them are asked of the database together. */
final class FeedMeters {

    private static final Duration KEPT = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<String, FeedSettings> feeds = new ConcurrentHashMap<>();
    private final Sampled<Map<String, FeedState>> told;

    FeedMeters(FeedStates states, InstantSource clock, MeterRegistry meters) {
        this.clock = clock;
        this.meters = meters;
        this.told = new Sampled<>(
                "feeds",
                () -> feeds.keySet().stream().collect(Collectors.toMap(Function.identity(), states::of)),
                KEPT);
    }

    /** Tells of a feed from now on. */
    void of(String name, FeedSettings feed) {
        feeds.put(name, feed);
        Gauge.builder(
                        "citestream.feed.failures",
                        () -> told.figure(all -> state(all, name).failures()))
                .description("Runs that have failed since the last that came to its end")
                .tag("feed", name)
                .register(meters);
        Gauge.builder("citestream.feed.lag", () -> told.figure(all -> secondsBehind(state(all, name))))
                .description("How old the picture of the source is")
                .baseUnit("seconds")
                .tag("feed", name)
                .register(meters);
        if (feed.every() != null) {
            Gauge.builder("citestream.feed.every", feed.every(), Duration::toSeconds)
                    .description("How often the feed is to run")
                    .baseUnit("seconds")
                    .tag("feed", name)
                    .register(meters);
        }
        incomplete(name).increment(0);
    }

    Counter incomplete(String name) {
        return Counter.builder("citestream.feed.incomplete")
                .description(
                        "Runs that came to their end and left something undone, which is for an operator to look at")
                .tag("feed", name)
                .register(meters);
    }

    /** Counts what became of the records of a run that is over. */
    void finished(String name, FeedState.LastRun run) {
        Map<String, Long> outcomes = Map.of(
                "accepted",
                run.accepted(),
                "rejected",
                run.rejected(),
                "unchanged",
                run.unchanged(),
                "left-out",
                run.leftOut().values().stream().mapToLong(Long::longValue).sum());
        outcomes.forEach((outcome, count) -> Counter.builder("citestream.feed.records")
                .description("records of finished runs, by what became of them")
                .tags("feed", name, "outcome", outcome)
                .register(meters)
                .increment(count));
    }

    private static FeedState state(Map<String, FeedState> all, String name) {
        return all.getOrDefault(name, FeedState.initial());
    }

    private double secondsBehind(FeedState state) {
        return state.lastSuccess() == null
                ? Double.NaN
                : Duration.between(state.lastSuccess(), clock.instant()).toSeconds();
    }
}
