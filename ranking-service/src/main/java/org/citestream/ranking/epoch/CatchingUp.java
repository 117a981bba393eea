package org.citestream.ranking.epoch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wait of an instance that takes over until it has read all that the last epoch covers: an epoch that covers less would take back scores that are
 * published, and its positions would go backwards. A reader that has come to a stop is not waited for without end, since then nothing would be
 * published ever again.
 */
final class CatchingUp {

    private static final Logger log = LoggerFactory.getLogger(CatchingUp.class);

    /** So often it is looked whether the instance gets on, and still leads. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RankingState state;
    private final Duration longestStandstill;
    private volatile long behind;

    CatchingUp(RankingState state, Duration longestStandstill, MeterRegistry meters) {
        this.state = state;
        this.longestStandstill = longestStandstill;
        Gauge.builder("citestream.ranking.behind", () -> behind)
                .description(
                        "records that the last epoch covers and this instance, which is to publish, has not read: it waits for them")
                .register(meters);
    }

    /** How many records are waited for. */
    long behind() {
        return behind;
    }

    /**
     * Waits.
     *
     * @param covered up to where the last epoch covers each topic
     * @param leads whether this instance is still to publish
     * @return whether it is to publish now
     */
    boolean await(Map<String, List<Long>> covered, BooleanSupplier leads) throws InterruptedException {
        long missing = state.awaitRead(covered, Duration.ZERO);
        if (missing == 0) {
            return true;
        }
        log.info("Has not read {} records yet that are in the last epoch, and waits for them", missing);
        long progress = System.nanoTime();
        try {
            while (missing > 0 && System.nanoTime() - progress < longestStandstill.toNanos()) {
                behind = missing;
                long left = state.awaitRead(covered, LOOK);
                if (!leads.getAsBoolean()) {
                    return false;
                }
                progress = left < missing ? System.nanoTime() : progress;
                missing = left;
            }
        } finally {
            behind = 0;
        }
        if (missing > 0) {
            log.error(
                    "Publishes without {} records that were in the last epoch: none of them was read for {}",
                    missing,
                    longestStandstill);
        }
        return true;
    }
}
