package org.citestream.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An epoch of the ranking: from here on the scores in {@code ranks} up to {@code ends} belong together.
 *
 * @param epoch number, one more than the last
 * @param papers how many papers are ranked
 * @param citations how many citations count among them
 * @param scoreSum sum of the unnormalised scores
 * @param errorBound certified bound on the L1 error of the normalised PageRank
 * @param inputs by topic, the next position in each partition: what lies before is in the epoch
 * @param ends by partition of {@code ranks}, the position after the epoch's last record there (or after an earlier epoch's)
 * @param time when it was published
 */
public record RankEpoch(
        long epoch,
        int papers,
        long citations,
        double scoreSum,
        double errorBound,
        Map<String, List<Long>> inputs,
        List<Long> ends,
        Instant time)
        implements Event {

    /** The one key of the topic: only the last epoch is needed. */
    public static final String KEY = "epoch";

    public RankEpoch {
        Objects.requireNonNull(time, "time");
        inputs = inputs == null ? Map.of() : Map.copyOf(inputs);
        ends = ends == null ? List.of() : List.copyOf(ends);
    }

    @Override
    public String recordKey() {
        return KEY;
    }

    @Override
    public String eventId() {
        return "epoch/" + epoch;
    }
}
