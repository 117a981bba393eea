package org.citestream.ranking.snapshot;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.citestream.ranking.epoch.PublishedRanks;
import org.citestream.ranking.epoch.RankingState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Saves a snapshot at an interval, and when the service stops. */
public final class SnapshotSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SnapshotSchedule.class);

    private final Snapshots snapshots;
    private final RankingState state;
    private final PublishedRanks published;
    private final Duration interval;
    private @Nullable ScheduledExecutorService executor;

    /**
     * @param snapshots saves
     * @param state what is saved
     * @param published what is saved with it
     * @param interval between two snapshots
     */
    public SnapshotSchedule(Snapshots snapshots, RankingState state, PublishedRanks published, Duration interval) {
        this.snapshots = snapshots;
        this.state = state;
        this.published = published;
        this.interval = interval;
    }

    @Override
    public void start() {
        ScheduledExecutorService one = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ranking-snapshot").factory());
        var _ = one.scheduleWithFixedDelay(this::save, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        executor = one;
    }

    private void save() {
        try {
            snapshots.save(state, published);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            log.warn("Could not save a snapshot: {}", e.toString());
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = executor;
        if (running == null) {
            return;
        }
        executor = null;
        running.shutdown();
        try {
            if (!running.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("A snapshot takes too long: the one before it stays");
                running.shutdownNow();
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        save();
    }

    @Override
    public boolean isRunning() {
        return executor != null;
    }
}
