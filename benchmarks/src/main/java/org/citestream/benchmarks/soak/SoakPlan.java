package org.citestream.benchmarks.soak;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a soak does.
 *
 * @param warming how long half of the submissions come before anything is judged, since a product that has just started still compiles itself
 * @param climb rates of submissions, in papers a second, that are tried first, one after the other, until one is not borne; may be empty
 * @param step how long each of them is tried
 * @param steady how long the steady load lasts
 * @param reads answers that are asked for each second
 * @param submissions papers that are submitted each second in the steady load, where the climb has not shown that fewer are borne
 * @param embeddings whether papers are embedded
 * @param burst how long the burst lasts
 * @param burstFactor how many times the submissions come in the burst
 * @param heapMegabytes of the product
 */
public record SoakPlan(
        Duration warming,
        List<Integer> climb,
        Duration step,
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

    /** Within which 99 of 100 readers are to be answered, from when their question was due. */
    public static final Duration ANSWERED = Duration.ofSeconds(1);

    private static final int READS = 500;
    private static final int SUBMISSIONS = 200;
    private static final int SUBMISSIONS_EMBEDDED = 30;
    private static final int BURST_FACTOR = 10;
    private static final int LEAST_SHARE = 4;
    /** With what the Java machine needs beside its heap, it fits into 4 GB. */
    private static final int HEAP_MEGABYTES = 3000;

    /** The whole load for some minutes, and a burst of one. Up to eight times what is aimed at is tried before. */
    public static SoakPlan of(int minutes, boolean embeddings) {
        int aim = embeddings ? SUBMISSIONS_EMBEDDED : SUBMISSIONS;
        return new SoakPlan(
                Duration.ofMinutes(2),
                List.of(aim / 2, aim * 3 / 4, aim, aim * 3 / 2, aim * 2, aim * 3, aim * 4, aim * 6, aim * 8),
                Duration.ofMinutes(1),
                Duration.ofMinutes(minutes),
                READS,
                aim,
                embeddings,
                Duration.ofMinutes(1),
                BURST_FACTOR,
                HEAP_MEGABYTES);
    }

    /**
     * The steady rate: what is aimed at, or less where the climb has shown that only less is borne. That more is borne
     * is for the climb to show.
     */
    int steadyRate(List<SoakMinute> minutes) {
        if (minutes.stream().filter(minute -> minute.phase() == Phase.CLIMB).allMatch(Soak::isBorne)) {
            return submissions;
        }
        return Math.min(submissions, highestBorne(minutes).orElse(submissions / LEAST_SHARE));
    }

    /** The highest rate that was borne in the climb. */
    static OptionalInt highestBorne(List<SoakMinute> minutes) {
        return minutes.stream()
                .filter(minute -> minute.phase() == Phase.CLIMB && Soak.isBorne(minute))
                .mapToInt(SoakMinute::rate)
                .max();
    }

    /** What comes one after the other. */
    public enum Phase {
        /** Half of what is aimed at, while the product compiles itself; again after each start. */
        WARMING,
        /** Ever more submissions, until they are not borne. */
        CLIMB,
        /** The load for as long as the plan says. */
        STEADY,
        /** Many more for a short time. */
        BURST,
        /** The steady load again, until what is new is visible in time. */
        AFTER
    }
}
