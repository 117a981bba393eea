package org.citestream.gateway.index;

import org.citestream.events.RankEpoch;
import org.citestream.gateway.index.CitationIndex.CoveredBy;
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

    /** What the epoch that changed it includes; nothing where that is not known. */
    public CoveredBy reachNow() {
        return now == null || earlier == null ? Reach.NONE : Reach.of(now.inputs());
    }

    /** What the epoch before includes; everything where that is not known. */
    public CoveredBy reachEarlier() {
        return earlier == null ? (_, _, _) -> true : Reach.of(earlier.inputs());
    }
}
