package org.citestream.ingest.polling;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.citestream.events.operations.Sampled;
import org.jspecify.annotations.Nullable;

/** How the feeds stand, as metrics. The states of all of them are asked of the database together. */
final class FeedMeters {

    private static final Duration KEPT = Duration.ofSeconds(1);

    private final Function<String, @Nullable FeedRun> underWay;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Instant since;
    private final Map<String, FeedSettings> feeds = new ConcurrentHashMap<>();
    private final Sampled<Map<String, FeedState>> told;

    /**
     * @param underWay the run of a feed that is under way here, or null
     */
    FeedMeters(
            FeedStates states,
            Function<String, @Nullable FeedRun> underWay,
            InstantSource clock,
            MeterRegistry meters) {
        this.underWay = underWay;
        this.clock = clock;
        this.meters = meters;
        this.since = clock.instant();
        this.told = new Sampled<>("feeds", () -> states.all(feeds.keySet()), KEPT);
    }

    /** How a run ended. */
    enum Outcome {
        SUCCEEDED,
        /** It came to its end, and left something undone. */
        INCOMPLETE,
        FAILED,
        /** It goes on when it is resumed. */
        PAUSED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Tells of a feed from now on, also of one that is kept from being run. */
    void of(String name, FeedSettings feed, boolean blocked) {
        feeds.put(name, feed);
        gauge("citestream.feed.blocked", name, () -> blocked ? 1 : 0)
                .description(
                        "1 for a feed that cannot be run as it is configured, which its state says more of; else 0")
                .register(meters);
        gauge(
                        "citestream.feed.failures",
                        name,
                        () -> told.figure(all -> state(all, name).failures()))
                .description("Runs that have failed since the last that came to its end")
                .register(meters);
        gauge("citestream.feed.lag", name, () -> told.figure(all -> secondsBehind(state(all, name))))
                .description(
                        "How old the picture of the source is: since the beginning of the last run that came to its end, or since the start of the service where none has")
                .baseUnit("seconds")
                .register(meters);
        gauge("citestream.feed.running", name, () -> secondsOfRun(name, FeedRun::startedAt))
                .description("For how long a run has been under way; 0 while none is")
                .baseUnit("seconds")
                .register(meters);
        gauge("citestream.feed.standstill", name, () -> secondsOfRun(name, FeedRun::cameFurtherAt))
                .description(
                        "Since the run that is under way last read a record or came to the end of a part; 0 while none is")
                .baseUnit("seconds")
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

    private static Gauge.Builder<Supplier<Number>> gauge(String metric, String feed, Supplier<Number> value) {
        return Gauge.builder(metric, value).tag("feed", feed);
    }

    private Counter incomplete(String name) {
        return Counter.builder("citestream.feed.incomplete")
                .description(
                        "Runs that came to their end and left something undone, which is for an operator to look at")
                .tag("feed", name)
                .register(meters);
    }

    /** Counts a run that is over, and what became of its records. */
    void finished(String name, FeedState.LastRun run, Outcome outcome) {
        Instant end = run.finishedAt() == null ? clock.instant() : run.finishedAt();
        Timer.builder("citestream.feed.run.duration")
                .description("runs of a feed, by how they ended")
                .tags("feed", name, "outcome", outcome.word())
                .register(meters)
                .record(Duration.between(run.startedAt(), end));
        if (outcome == Outcome.INCOMPLETE) {
            incomplete(name).increment();
        }
        Map<String, Long> records = Map.of(
                "accepted",
                run.accepted(),
                "rejected",
                run.rejected(),
                "unchanged",
                run.unchanged(),
                "left-out",
                run.leftOut().values().stream().mapToLong(Long::longValue).sum());
        records.forEach((kind, count) -> Counter.builder("citestream.feed.records")
                .description("records of finished runs, by what became of them")
                .tags("feed", name, "outcome", kind)
                .register(meters)
                .increment(count));
    }

    private static FeedState state(Map<String, FeedState> all, String name) {
        return all.getOrDefault(name, FeedState.initial());
    }

    private double secondsBehind(FeedState state) {
        Instant success = state.lastSuccess();
        return secondsSince(success == null ? since : success);
    }

    private double secondsOfRun(String name, Function<FeedRun, Instant> from) {
        FeedRun run = underWay.apply(name);
        return run == null ? 0 : secondsSince(from.apply(run));
    }

    private double secondsSince(Instant moment) {
        return Duration.between(moment, clock.instant()).toMillis() / 1000.0;
    }
}
