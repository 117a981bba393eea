package org.citestream.summary.writing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double up to a longest, each cut by up to half at random, so that those who failed together do not come back
 * together.
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {

    private static final int MOST_DOUBLINGS = 30;

    /**
     * @param attempt the one that failed, from 1 on
     */
    Duration after(int attempt) {
        long doubled = first.toMillis() << Math.min(attempt - 1, MOST_DOUBLINGS);
        long full = doubled <= 0 ? longest.toMillis() : Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(Math.round(full * (0.5 + random.nextDouble() / 2)));
    }

    /** Some time within a longest. */
    Duration within(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
    }
}
