package org.citestream.ranking.epoch;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.citestream.pagerank.FullSolve;
import org.citestream.ranking.graph.RankedEpoch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Solves the graph of the last epoch from the start, now and then, and compares: the scores may be as far from it as both their bounds say. The
 * epoch does not change, so nothing waits for the audit.
 */
public final class EpochAudit implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(EpochAudit.class);
    private static final double BOUND_OF_SOLVE = 1e-12;

    /** What computing the distance itself may add. */
    private static final double ROUNDING = 1e-14;

    private final RankingState state;
    private final PublishedRanks published;
    private final Duration interval;
    private final Function<RankedEpoch, FullSolve> solver;
    private final Timer duration;
    private final Counter broken;
    private volatile double distance;
    private volatile double allowed;
    private volatile long auditedNanos = System.nanoTime();

    /** Weak: it would hold the graph of an hour ago in memory. */
    private WeakReference<RankedEpoch> audited = new WeakReference<>(null);

    private @Nullable ScheduledExecutorService executor;

    /**
     * @param state whose last epoch is audited
     * @param published what the topics say of it
     * @param interval between two audits
     * @param meters take the measurements
     */
    public EpochAudit(RankingState state, PublishedRanks published, Duration interval, MeterRegistry meters) {
        this(state, published, interval, meters, epoch -> epoch.solveFully(BOUND_OF_SOLVE));
    }

    EpochAudit(
            RankingState state,
            PublishedRanks published,
            Duration interval,
            MeterRegistry meters,
            Function<RankedEpoch, FullSolve> solver) {
        this.state = state;
        this.published = published;
        this.interval = interval;
        this.solver = solver;
        this.duration = Timer.builder("citestream.ranking.audit.duration")
                .description("to solve the whole graph and compare")
                .register(meters);
        this.broken = Counter.builder("citestream.ranking.audit.broken")
                .description("audits whose scores were further from a full solve than certified")
                .register(meters);
        Gauge.builder("citestream.ranking.audit.distance", () -> distance)
                .description("L1 distance of the last audited scores from a full solve")
                .register(meters);
        Gauge.builder("citestream.ranking.audit.allowed", () -> allowed)
                .description("what that distance may be by the certified bounds")
                .register(meters);
        Gauge.builder("citestream.ranking.audit.age", () -> (System.nanoTime() - auditedNanos) / 1e9)
                .baseUnit("seconds")
                .description("since an audit last came to its end, or since the start")
                .register(meters);
    }

    @Override
    public void start() {
        ScheduledExecutorService one = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("epoch-audit").factory());
        var _ = one.scheduleWithFixedDelay(
                this::auditUnlessItFails, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        executor = one;
    }

    /** A failure must not end the schedule. */
    private void auditUnlessItFails() {
        try {
            duration.record(this::audit);
            auditedNanos = System.nanoTime();
        } catch (RuntimeException | OutOfMemoryError e) {
            log.warn("Could not audit the scores: {}", e.toString());
        }
    }

    /** Audits the last epoch, unless that has been audited. */
    void audit() {
        RankedEpoch epoch = state.last();
        if (epoch == null || epoch.equals(audited.get())) {
            return;
        }
        FullSolve solve = solver.apply(epoch);
        allowed = epoch.certificate().errorBound() + solve.errorBound() + ROUNDING;
        distance = epoch.distanceFrom(solve);
        audited = new WeakReference<>(epoch);
        if (!isWithin(distance, allowed)) {
            broken.increment();
            log.error("Scores are {} from a full solve, and were certified to be within {}", distance, allowed);
        } else {
            log.debug("Scores are {} from a full solve, within {}", distance, allowed);
        }
    }

    /** Asked this way round, what is no number is not within anything. */
    static boolean isWithin(double distance, double allowed) {
        return distance <= allowed;
    }

    /**
     * What a verification found.
     *
     * @param papers that count in the epoch
     * @param errorBound how far its scores may be from exact ones, as certified
     * @param distance how far they are from a full solve; 0 in a dry run
     * @param allowed what that may be by the bounds of both; 0 in a dry run
     * @param differing papers whose published score is not the epoch's, or that have one and do not count in it; 0 in a dry run
     */
    public record Verification(int papers, double errorBound, double distance, double allowed, int differing) {

        /** Whether all is as certified and as published. */
        @JsonProperty("sound")
        public boolean isSound() {
            return isWithin(distance, allowed) && differing == 0;
        }
    }

    /**
     * Solves the epoch published last from the start and compares, or in a dry run tells only its size; null before the first epoch. An epoch that is on
     * its way meanwhile does not matter.
     */
    @Nullable
    Verification verify(boolean dryRun) {
        PublishedRanks.Shown shown = published.shown();
        if (shown == null) {
            return null;
        }
        RankedEpoch epoch = shown.ranks();
        int[] papers = {0};
        int[] differing = {0};
        epoch.changedSince(null, (_, score) -> papers[0] += score == ScorePages.NONE ? 0 : 1);
        double bound = epoch.certificate().errorBound();
        if (dryRun) {
            return new Verification(papers[0], bound, 0, 0, 0);
        }
        // Papers whose score is shown, less those of them that the epoch ranks: withdrawn ones, whose score should be
        // gone.
        epoch.changedSince(null, (id, score) -> {
            double its = shown.scores().get(id);
            differing[0] += (score == its ? 0 : 1) - (its == ScorePages.NONE ? 0 : 1);
        });
        shown.scores().each((_, _) -> differing[0]++);
        FullSolve solve = solver.apply(epoch);
        return new Verification(
                papers[0], bound, epoch.distanceFrom(solve), bound + solve.errorBound() + ROUNDING, differing[0]);
    }

    @Override
    public Health health() {
        Health.Builder health = isWithin(distance, allowed) ? Health.up() : Health.down();
        return health.withDetail("distance", distance)
                .withDetail("allowed", allowed)
                .build();
    }

    @Override
    public void stop() {
        if (executor != null) {
            executor.shutdownNow();
            executor = null;
        }
    }

    @Override
    public boolean isRunning() {
        return executor != null;
    }
}
