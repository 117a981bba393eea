package org.citestream.ingest.polling;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a feed stands.
 *
 * @param paused whether an operator has paused it
 * @param checkpoint from where it goes on, in the words of its source
 * @param lastRun the last run, or the one that is under way
 * @param lastSuccess when the last run began that came to its end: what the source had then is here
 * @param nextRun when it runs next, or null where nobody knows
 * @param failures how many runs have failed since the last success
 * @param restarts how often it was told to begin anew
 * @param confirmed whether an operator has confirmed that what the source no longer tells is to be taken back, however much it is
 */
record FeedState(
        boolean paused,
        Map<String, String> checkpoint,
        @Nullable LastRun lastRun,
        @Nullable Instant lastSuccess,
        @Nullable Instant nextRun,
        int failures,
        long restarts,
        boolean confirmed) {

    /** The next run of a feed that runs only when it is told to. */
    static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    FeedState {
        checkpoint = Map.copyOf(checkpoint);
    }

    static FeedState initial() {
        return new FeedState(false, Map.of(), null, null, null, 0, 0, false);
    }

    /**
     * One run.
     *
     * @param finishedAt null while it is under way
     * @param read records of the source
     * @param accepted those that became submissions
     * @param rejected those that say something that is not allowed
     * @param unchanged those that say what they said the last time
     * @param leftOut those that are none of this collection's papers, by reason
     * @param rejections the last few of the rejected, in words
     * @param error why it did not come to its end, or null
     */
    record LastRun(
            Instant startedAt,
            @Nullable Instant finishedAt,
            long read,
            long accepted,
            long rejected,
            long unchanged,
            Map<String, Long> leftOut,
            List<String> rejections,
            @Nullable String error) {}
}
