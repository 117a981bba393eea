package org.citestream.gateway.index;

import org.citestream.events.RankEpoch;
import org.jspecify.annotations.Nullable;

/**
 * The last change of a paper's score.
 *
 * @param epoch number of the epoch that changed it
 * @param before the unnormalised score until then, or null where it had none that is known here
 * @param after the unnormalised score from then on
 * @param now the epoch in which it changed, or null where it is not known here any more
 * @param earlier the epoch shown before, or null likewise
 */
public record RankMove(
        long epoch,
        @Nullable Double before,
        double after,
        @Nullable RankEpoch now,
        @Nullable RankEpoch earlier) {

    /** Whether the epoch that changed it includes a record; false where that is not known. */
    public boolean covers(String topic, int id, long offset) {
        return now != null && earlier != null && Ranks.covers(now, topic, id, offset);
    }

    /** Whether the epoch before includes a record; true where that is not known. */
    public boolean covered(String topic, int id, long offset) {
        return earlier == null || Ranks.covers(earlier, topic, id, offset);
    }
}
