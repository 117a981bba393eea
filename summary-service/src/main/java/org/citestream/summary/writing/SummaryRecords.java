package org.citestream.summary.writing;

import java.time.Instant;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Status;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.jspecify.annotations.Nullable;

/** The next summary record of a paper, after each thing that can happen to it. */
public final class SummaryRecords {

    private SummaryRecords() {}

    /** A summary was written. */
    static SummaryState current(
            Progress before, OpenSummary open, WrittenSummary written, String connection, Instant date) {
        SummaryEvent event = new SummaryEvent(
                open.id(),
                before.nextSummaryVersion(),
                Status.CURRENT,
                written.text(),
                written.model(),
                written.method(),
                written.promptVersion(),
                open.text().hash(),
                written.tokens(),
                written.cost(),
                date,
                null,
                open.acceptedAt());
        return new SummaryState(event, open.key(), connection, before.paperVersion());
    }

    /** None could be written; an earlier text stands. */
    static SummaryState failed(Progress before, OpenSummary open, String connection, String reason) {
        return withOldText(before, open.id(), Status.FAILED, open.key(), connection, reason, open.acceptedAt());
    }

    /** The text changed and a new summary is due; an earlier text stands. */
    public static SummaryState pending(Progress before, int id, long paperVersion, String reason, Instant acceptedAt) {
        SummaryState state = withOldText(before, id, Status.PENDING, "", "", reason, acceptedAt);
        return new SummaryState(state.event(), state.key(), state.connection(), paperVersion);
    }

    /** There is nothing to summarise. */
    public static SummaryState noAbstract(
            Progress before, int id, long paperVersion, String key, String reason, Instant acceptedAt) {
        SummaryEvent event = new SummaryEvent(
                id,
                before.nextSummaryVersion(),
                Status.NO_ABSTRACT,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                reason,
                acceptedAt);
        return new SummaryState(event, key, "", paperVersion);
    }

    /** The paper could not even be taken in; an earlier text stands. */
    public static SummaryState refused(Progress before, int id, long paperVersion, String reason, Instant acceptedAt) {
        SummaryState state = withOldText(before, id, Status.FAILED, "", "", reason, acceptedAt);
        return new SummaryState(state.event(), state.key(), state.connection(), paperVersion);
    }

    private static SummaryState withOldText(
            Progress before, int id, Status status, String key, String connection, String reason, Instant acceptedAt) {
        @Nullable
        SummaryEvent old = before.summary() == null ? null : before.summary().event();
        SummaryEvent event = new SummaryEvent(
                id,
                before.nextSummaryVersion(),
                status,
                old == null ? null : old.text(),
                old == null ? null : old.model(),
                old == null ? null : old.method(),
                old == null ? null : old.promptVersion(),
                old == null ? null : old.sourceHash(),
                old == null ? null : old.tokens(),
                old == null ? null : old.cost(),
                old == null ? null : old.date(),
                reason,
                acceptedAt);
        return new SummaryState(event, key, connection, before.paperVersion());
    }

    /** What a summary is to be made of, and for which record. */
    record OpenSummary(int id, String key, PaperText text, Instant acceptedAt) {}
}
