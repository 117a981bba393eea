package org.citestream.gateway.live;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param number one more than that of the event before
 * @param kind what it is
 * @param time when it was seen here
 * @param paper the paper that it is about
 * @param title its title where the event says it, or null
 * @param venue its venue, or null where no source says
 * @param status whether the paper is live, of papers; whether the summary is of the present abstract, of summaries; or null
 * @param rankBefore its rank before, of ranks, or null where it had none
 * @param rank its rank from now on, of ranks
 */
public record LiveEvent(
        long number,
        Kind kind,
        Instant time,
        int paper,
        @Nullable String title,
        @Nullable String venue,
        @Nullable String status,
        @Nullable Integer rankBefore,
        @Nullable Integer rank) {

    /** What happened. */
    public enum Kind {
        /** A paper is new or changed. */
        PAPER,
        /** A summary is new or changed. */
        SUMMARY,
        /** A paper moved in the ranks. */
        RANK
    }
}
