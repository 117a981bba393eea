package org.citestream.gateway.freshness;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.trace.RecordTraces;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.index.RecordListener;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Measures how long papers take from acceptance to {@code viewable}, {@code summarised} and {@code ranked}, by feed. An instance
 * measures the papers that it projects, so that those of one group together measure each paper once.
 *
 * <p>What was accepted more than a day ago is history that is read again, as when views are rebuilt, and is left out; that
 * something waits so long is told by the age of the oldest.
 */
@Component
public final class Freshness implements RecordListener {

    private static final Duration HISTORY = Duration.ofDays(1);
    private static final int MOST_WAITING = 200_000;
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2),
        Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1),
        Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1)
    };

    private final MeterRegistry meters;
    private final InstantSource clock;
    private final RecordTraces traces;
    private final FeedNames feeds = new FeedNames();

    /** By partition of the papers, what no epoch covers yet, in the order of their offsets. */
    private final Map<Integer, Deque<Unranked>> unranked = new HashMap<>();

    private int waiting;

    /** By partition of the papers, the first offset that the epoch that is shown does not cover. */
    private List<Long> covered = List.of();

    private volatile Instant canarySeenAt;

    Freshness(MeterRegistry meters, InstantSource clock, RecordTraces traces) {
        this.meters = meters;
        this.clock = clock;
        this.traces = traces;
        Gauge.builder("citestream.freshness.oldest.unranked", this, Freshness::oldestUnranked)
                .baseUnit("seconds")
                .description("age since acceptance of the oldest viewable paper that no epoch covers yet")
                .register(meters);
        this.canarySeenAt = clock.instant();
        Gauge.builder(
                        "citestream.canary.age",
                        this,
                        each -> Duration.between(each.canarySeenAt, clock.instant())
                                        .toMillis()
                                / 1000.0)
                .baseUnit("seconds")
                .description("since the canary could last be seen at this instance, or since the start")
                .register(meters);
    }

    /** A state of a paper can be seen from now on. */
    public void viewable(PaperEvent paper, int partition, long offset) {
        record("viewable", paper.feed(), paper.acceptedAt());
        if (paper.isCanary()) {
            canarySeenAt = clock.instant();
        }
        if ((paper.status() == PaperStatus.LIVE || paper.isCanary()) && isNews(paper.acceptedAt())) {
            Unranked seen =
                    new Unranked(offset, paper.id(), paper.acceptedAt(), paper.feed(), traces.sampled(paper.id()));
            synchronized (unranked) {
                if (offset < end(covered, partition)) {
                    ranked(seen);
                } else if (waiting < MOST_WAITING) {
                    unranked.computeIfAbsent(partition, _ -> new ArrayDeque<>()).add(seen);
                    waiting++;
                }
            }
        }
    }

    /**
     * What became of a paper's summary can be seen from now on.
     *
     * @param feed the feed that led to the paper's present state, or null
     */
    public void summarised(SummaryEvent summary, @Nullable String feed) {
        if (summary.status() != SummaryEvent.Status.PENDING) {
            record("summarised", feed, summary.acceptedAt());
        }
    }

    @Override
    public void epoch(Ranks before, Ranks after, List<RankEvent> moved) {
        RankEpoch epoch = after.epoch();
        if (epoch == null) {
            return;
        }
        List<Long> next = epoch.inputs().getOrDefault(Topics.PAPERS.name(), List.of());
        synchronized (unranked) {
            covered = next;
            unranked.forEach((partition, inOrder) -> {
                long end = end(next, partition);
                while (!inOrder.isEmpty() && inOrder.getFirst().offset < end) {
                    ranked(inOrder.removeFirst());
                    waiting--;
                }
            });
        }
    }

    private static long end(List<Long> covered, int partition) {
        return partition < covered.size() ? covered.get(partition) : 0;
    }

    private void ranked(Unranked paper) {
        try (RecordTraces.Resumed _ = traces.resumed("ranked", paper.paper, paper.trace)) {
            record("ranked", paper.feed, paper.acceptedAt);
        }
    }

    private void record(String stage, @Nullable String feed, Instant acceptedAt) {
        Instant now = clock.instant();
        if (isNews(acceptedAt) && !acceptedAt.isAfter(now)) {
            Timer.builder("citestream.freshness")
                    .description("from the acceptance of a submission to the stage that its paper reached")
                    .tags("stage", stage, "feed", feeds.of(feed))
                    .serviceLevelObjectives(BUCKETS)
                    .register(meters)
                    .record(Duration.between(acceptedAt, now));
        }
    }

    private boolean isNews(Instant acceptedAt) {
        return acceptedAt.isAfter(clock.instant().minus(HISTORY));
    }

    private double oldestUnranked() {
        synchronized (unranked) {
            return unranked.values().stream()
                    .filter(inOrder -> !inOrder.isEmpty())
                    .map(inOrder -> inOrder.getFirst().acceptedAt)
                    .min(Instant::compareTo)
                    .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
                    .orElse(0.0);
        }
    }

    /**
     * A state of a paper that no epoch covers yet.
     *
     * @param trace the context in which it was read, where its trace is sampled
     */
    private record Unranked(
            long offset,
            int paper,
            Instant acceptedAt,
            @Nullable String feed,
            @Nullable String trace) {}
}
