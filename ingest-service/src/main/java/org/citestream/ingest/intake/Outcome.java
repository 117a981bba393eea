package org.citestream.ingest.intake;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of a submission.
 *
 * @param receipt its receipt
 * @param record key of the record
 * @param state see {@link State}
 * @param paper the paper of the collection that it belongs to now, or null where there is none yet
 * @param mergedFrom the paper that it was of before, where that one was merged into {@code paper}; null otherwise
 * @param detail in words
 */
@Schema(name = "SubmissionOutcome")
public record Outcome(
        String receipt,
        String record,
        State state,
        @Nullable Integer paper,
        @Nullable Integer mergedFrom,
        String detail) {

    /** How far it has come. */
    public enum State {
        /** In the log, not yet looked at. */
        ACCEPTED,
        /** It is known which paper it is; the paper does not say it yet. */
        IDENTIFIED,
        /** The paper says it. */
        ASSEMBLED,
        /** The same source has said something later of the same record. */
        SUPERSEDED,
        /** It waits for a paper of the collection that is not there yet. */
        AWAITING,
        /** There was nothing for it to change: it withdraws what was never said. */
        WITHOUT_EFFECT,
        /** It could not be handled. */
        FAILED
    }
}
