package org.citestream.summary.intake;

import java.util.stream.Stream;
import org.citestream.summary.work.OpenWork;
import org.citestream.summary.work.SummaryState;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the present state of a paper.
 *
 * @param id the paper
 * @param paperVersion its version
 * @param summaryWork a summary that has to be made, or null
 * @param embeddingWork an embedding that has to be made, or null
 * @param record a summary record to be made durable and sent, or null
 * @param again a summary record that is durable, but perhaps was not sent, or null
 */
record Verdict(
        int id,
        long paperVersion,
        @Nullable OpenWork summaryWork,
        @Nullable OpenWork embeddingWork,
        @Nullable SummaryState record,
        @Nullable SummaryState again) {

    /** The same with its work in a trace. */
    Verdict in(@Nullable String context) {
        return new Verdict(id, paperVersion, in(summaryWork, context), in(embeddingWork, context), record, again);
    }

    private static @Nullable OpenWork in(@Nullable OpenWork work, @Nullable String context) {
        return work == null ? null : new OpenWork(work.item().in(context), work.text());
    }

    Stream<OpenWork> openSummary() {
        return Stream.ofNullable(summaryWork);
    }

    Stream<OpenWork> openEmbedding() {
        return Stream.ofNullable(embeddingWork);
    }

    boolean closesSummary() {
        return summaryWork == null;
    }

    boolean closesEmbedding() {
        return embeddingWork == null;
    }

    Stream<SummaryState> toRecord() {
        return Stream.ofNullable(record);
    }

    Stream<SummaryState> toSend() {
        return Stream.concat(Stream.ofNullable(record), Stream.ofNullable(again));
    }
}
