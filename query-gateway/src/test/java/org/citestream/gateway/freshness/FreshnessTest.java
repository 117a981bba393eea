package org.citestream.gateway.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.SummaryEvent;
import org.citestream.events.trace.RecordTraces;
import org.citestream.gateway.index.Ranks;
import org.citestream.pagerank.RankIndex;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FreshnessTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-03-14T09:26:53Z");
    private final Freshness freshness =
            new Freshness(meters, () -> now, new RecordTraces(Tracer.NOOP, Propagator.NOOP));

    @Test
    void aPaperIsMeasuredAtEachStageByTheFeedThatLedToIt() {
        PaperEvent paper = paper(1, now.minusSeconds(2), "harbour");
        freshness.viewable(paper, 0, 7);
        freshness.summarised(summary(SummaryEvent.Status.PENDING, paper), "harbour");
        assertThat(count("summarised", "harbour")).isZero();
        now = now.plusSeconds(3);
        freshness.summarised(summary(SummaryEvent.Status.CURRENT, paper), "harbour");
        assertThat(oldestUnranked()).isEqualTo(5);
        epochUpTo(7);
        assertThat(count("ranked", "harbour")).isZero();
        now = now.plusSeconds(5);
        epochUpTo(8);

        assertThat(seconds("viewable")).isEqualTo(2);
        assertThat(seconds("summarised")).isEqualTo(5);
        assertThat(seconds("ranked")).isEqualTo(10);
        assertThat(oldestUnranked()).isZero();
    }

    @Test
    void aPaperThatIsProjectedAfterItsEpochWasShownWaitsForNoOther() {
        epochUpTo(8);
        freshness.viewable(paper(1, now.minusSeconds(2), "harbour"), 0, 7);
        now = now.plusSeconds(100);

        assertThat(oldestUnranked()).isZero();
        assertThat(seconds("ranked")).isEqualTo(2);
        freshness.viewable(paper(2, now, "harbour"), 0, 8);
        now = now.plusSeconds(5);
        assertThat(oldestUnranked()).isEqualTo(5);
    }

    @Test
    void historyThatIsReadAgainIsNotLate() {
        freshness.viewable(paper(1, now.minus(Duration.ofDays(2)), "harbour"), 0, 7);
        assertThat(count("viewable", "harbour")).isZero();
        assertThat(oldestUnranked()).isZero();
    }

    @Test
    void theCanaryIsMeasuredThoughItIsWithdrawnAndItsSilenceGrows() {
        now = now.plusSeconds(100);
        assertThat(meters.get("citestream.canary.age").gauge().value()).isEqualTo(100);
        PaperEvent canary = new PaperEvent(
                1,
                1,
                PaperStatus.WITHDRAWN,
                null,
                List.of(),
                "The canary",
                List.of(),
                null,
                2000,
                null,
                null,
                null,
                List.of(PaperEvent.CANARY_SOURCE),
                now.minusSeconds(1),
                PaperEvent.CANARY_FEED);
        freshness.viewable(canary, 0, 7);
        assertThat(meters.get("citestream.canary.age").gauge().value()).isZero();
        epochUpTo(8);
        assertThat(count("ranked", "canary")).isEqualTo(1);
    }

    @Test
    void tenThousandPapersOfTenThousandFeedsMakeABoundedNumberOfMetrics() {
        int atHalf = 0;
        for (int id = 0; id < 10_000; id++) {
            if (id == 5_000) {
                atHalf = meters.getMeters().size();
            }
            freshness.viewable(paper(id, now, "feed-" + id), id % 4, id);
        }
        assertThat(meters.getMeters()).hasSize(atHalf);
        freshness.viewable(paper(1, now, null), 0, 10_000);
        Map<String, Double> byFeed = meters.find("citestream.freshness").timers().stream()
                .collect(Collectors.toMap(
                        timer -> String.valueOf(timer.getId().getTag("feed")), timer -> (double) timer.count()));
        assertThat(byFeed).hasSizeLessThanOrEqualTo(52);
        assertThat(byFeed.get("(others)")).isEqualTo(9_950);
        assertThat(byFeed.get("(none)")).isEqualTo(1);
    }

    private void epochUpTo(long next) {
        RankEpoch epoch = new RankEpoch(
                1, 1, 0, 1, 1e-11, Map.of("papers", List.of(next), "references", List.of(0L)), List.of(), now);
        freshness.epoch(Ranks.NONE, Ranks.of(epoch, RankIndex.empty()), List.of());
    }

    private long count(String stage, String feed) {
        Timer timer = meters.find("citestream.freshness")
                .tags("stage", stage, "feed", feed)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    private double seconds(String stage) {
        return meters.get("citestream.freshness").tag("stage", stage).timer().totalTime(TimeUnit.SECONDS);
    }

    private double oldestUnranked() {
        return meters.get("citestream.freshness.oldest.unranked").gauge().value();
    }

    private static PaperEvent paper(int id, Instant acceptedAt, @Nullable String feed) {
        return new PaperEvent(
                id,
                1,
                PaperStatus.LIVE,
                null,
                List.of(),
                "Tides",
                List.of(),
                null,
                2024,
                null,
                null,
                null,
                List.of(),
                acceptedAt,
                feed);
    }

    private static SummaryEvent summary(SummaryEvent.Status status, PaperEvent of) {
        return new SummaryEvent(
                of.id(), 1, status, null, null, null, null, null, null, null, null, null, of.acceptedAt());
    }
}
