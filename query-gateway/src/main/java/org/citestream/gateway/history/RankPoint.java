package org.citestream.gateway.history;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a paper stood at a moment.
 *
 * @param epoch number of the epoch
 * @param time when that epoch was published
 * @param rank 1 is the best
 * @param pagerank a share of 1
 * @param citations how many papers cited it
 * @param ranked how many papers were ranked, or null in points that were written before that was kept
 */
public record RankPoint(
        long epoch,
        Instant time,
        int rank,
        double pagerank,
        int citations,
        @Nullable Integer ranked) {

    /** The share of papers ranked below, in percent to two decimals, or null where it is not known how many there were. */
    @JsonIgnore
    public @Nullable Double percentile() {
        return ranked == null ? null : Double.valueOf(Math.round(10_000.0 * (ranked - rank) / ranked) / 100.0);
    }
}
