package org.citestream.ranking.epoch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
    private final Duration interval;
    private final Timer duration;
    private final Counter broken;
    private volatile double distance;
    private volatile double allowed;
    private @Nullable RankedEpoch audited;
    private @Nullable ScheduledExecutorService executor;

    /**
     * @param state whose last epoch is audited
     * @param interval between two audits
     * @param meters take the measurements
     */
    public EpochAudit(RankingState state, Duration interval, MeterRegistry meters) {
        this.state = state;
        this.interval = interval;
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
        } catch (RuntimeException | OutOfMemoryError e) {
            log.warn("Could not audit the scores: {}", e.toString());
        }
    }

    /** Audits the last epoch, unless that has been audited. */
    void audit() {
        RankedEpoch epoch = state.last();
        if (epoch == null || epoch.equals(audited)) {
            return;
        }
        FullSolve solve = epoch.solveFully(BOUND_OF_SOLVE);
        allowed = epoch.certificate().errorBound() + solve.errorBound() + ROUNDING;
        distance = epoch.distanceFrom(solve);
        audited = epoch;
        if (distance > allowed) {
            broken.increment();
            log.error("Scores are {} from a full solve, and were certified to be within {}", distance, allowed);
        } else {
            log.debug("Scores are {} from a full solve, within {}", distance, allowed);
        }
    }

    @Override
    public Health health() {
        Health.Builder health = distance <= allowed ? Health.up() : Health.down();
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
