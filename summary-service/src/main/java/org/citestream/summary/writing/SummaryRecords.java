package org.citestream.summary.writing;

import java.time.Instant;
import java.util.List;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Status;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WrittenSummary;
import org.jspecify.annotations.Nullable;

/** The next summary record of a paper, after each thing that can happen to it. */
public final class SummaryRecords {

    private SummaryRecords() {}

    /** A summary was written. */
    static SummaryState current(
            Progress before, OpenSummary open, WrittenSummary written, String connection, Instant date) {
        String reason = written.reason();
        SummaryEvent event = written(before, open, written, date, reason);
        long offset = reason == null ? SummaryState.NOWHERE : SummaryState.WHEREVER;
        return new SummaryState(event, open.key(), connection, before.paperVersion(), offset);
    }

    /** No model could be asked yet; until one can, this stands in. An earlier text does so as well, and then nothing is to be told. */
    static @Nullable SummaryState standIn(
            Progress before, OpenSummary open, WrittenSummary extracted, String connection, Instant date, String why) {
        SummaryState last = before.summary();
        if (last != null && last.event().text() != null) {
            return null;
        }
        SummaryEvent event = written(before, open, extracted, date, why);
        return new SummaryState(event, "", connection, before.paperVersion(), SummaryState.NOWHERE);
    }

    /**
     * No model can ever write it; an earlier text of the same abstract stands, and else what was extracted.
     *
     * @param extracted null where nothing could be
     */
    static SummaryState refusedForGood(
            Progress before,
            OpenSummary open,
            @Nullable WrittenSummary extracted,
            String connection,
            Instant date,
            String why,
            long offset) {
        SummaryState last = before.summary();
        boolean stands = last != null
                && last.event().text() != null
                && open.text().hash().equals(last.event().sourceHash());
        Status status = extracted == null && !stands ? Status.FAILED : Status.CURRENT;
        SummaryEvent event = stands || extracted == null
                ? withOldText(before, open.id(), status, "", "", why, open.acceptedAt())
                        .event()
                : written(before, open, extracted, date, why);
        return new SummaryState(event, open.key(), connection, before.paperVersion(), offset);
    }

    private static SummaryEvent written(
            Progress before, OpenSummary open, WrittenSummary written, Instant date, @Nullable String reason) {
        return new SummaryEvent(
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
                reason,
                open.acceptedAt(),
                written.checks());
    }

    /** The text changed and a new summary is due; an earlier text stands. */
    public static SummaryState pending(Progress before, int id, long paperVersion, String reason, Instant acceptedAt) {
        SummaryState state = withOldText(before, id, Status.PENDING, "", "", reason, acceptedAt);
        return new SummaryState(state.event(), state.key(), state.connection(), paperVersion, SummaryState.NOWHERE);
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
        return new SummaryState(event, key, "", paperVersion, SummaryState.NOWHERE);
    }

    /** The paper could not even be taken in; an earlier text stands. */
    public static SummaryState refused(Progress before, int id, long paperVersion, String reason, Instant acceptedAt) {
        SummaryState state = withOldText(before, id, Status.FAILED, "", "", reason, acceptedAt);
        return new SummaryState(state.event(), state.key(), state.connection(), paperVersion, SummaryState.NOWHERE);
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
                acceptedAt,
                old == null ? List.of() : old.checks());
        return new SummaryState(event, key, connection, before.paperVersion(), SummaryState.NOWHERE);
    }

    /** What a summary is to be made of, and for which record. */
    record OpenSummary(int id, String key, PaperText text, Instant acceptedAt) {}
}
