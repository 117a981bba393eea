package org.citestream.benchmarks.soak;

import java.time.Duration;

/**
 * What a soak does.
 *
 * @param steady how long the steady load lasts
 * @param reads answers that are asked for each second
 * @param submissions papers that are submitted each second
 * @param embeddings whether papers are embedded
 * @param burst how long the burst lasts
 * @param burstFactor how many times the submissions come in the burst
 * @param heapMegabytes of the product
 */
public record SoakPlan(
        Duration steady,
        int reads,
        int submissions,
        boolean embeddings,
        Duration burst,
        int burstFactor,
        int heapMegabytes) {

    /** Within which a paper is to be visible by its objective, and how long after the burst that has to hold again. */
    public static final Duration FRESH = Duration.ofSeconds(5);

    /** See {@link #FRESH}. */
    public static final Duration FRESH_AGAIN = Duration.ofMinutes(2);

    private static final int READS = 500;
    private static final int SUBMISSIONS = 200;
    private static final int SUBMISSIONS_EMBEDDED = 30;
    private static final int BURST_FACTOR = 10;
    /** With what the Java machine needs beside its heap, it fits into 4 GB. */
    private static final int HEAP_MEGABYTES = 2560;

    /** The whole load for some minutes, and a burst of one. */
    public static SoakPlan of(int minutes, boolean embeddings) {
        return new SoakPlan(
                Duration.ofMinutes(minutes),
                READS,
                embeddings ? SUBMISSIONS_EMBEDDED : SUBMISSIONS,
                embeddings,
                Duration.ofMinutes(1),
                BURST_FACTOR,
                HEAP_MEGABYTES);
    }
}
