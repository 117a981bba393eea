package org.citestream.summary.intake;

import java.util.List;
import org.citestream.events.Event;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.Topics;
import org.citestream.events.stream.DeadLetterNotes;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.Received;
import org.citestream.summary.embedding.EmbeddingRecord;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.EmbeddingState;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.writing.SummaryLog;
import org.citestream.summary.writing.SummaryRecords;

/** Says of a paper that could not be taken in that it gets neither summary nor embedding, so that nobody waits for them. */
final class RefusedPapers implements DeadLetterNotes {

    private final WorkList workList;
    private final Ownership ownership;
    private final EventWriter writer;
    private final SummaryLog summaryLog;
    private final String embeddingModel;

    /**
     * @param embeddingModel empty for none
     */
    RefusedPapers(
            WorkList workList, Ownership ownership, EventWriter writer, SummaryLog summaryLog, String embeddingModel) {
        this.workList = workList;
        this.ownership = ownership;
        this.writer = writer;
        this.summaryLog = summaryLog;
        this.embeddingModel = embeddingModel;
    }

    @Override
    public void note(String stage, Received<? extends Event> record, String reason) {
        if (record.event() instanceof PaperEvent paper && paper.status() == PaperStatus.LIVE) {
            ownership.exclusively(
                    () -> refuse(paper, record.partition(), "The paper could not be taken in: " + reason));
        }
    }

    private void refuse(PaperEvent paper, int partition, String why) {
        ownership.require(partition);
        Progress before = workList.find(List.of(paper.id())).getOrDefault(paper.id(), Progress.NONE);
        if (before.paperVersion() > paper.version()) {
            return;
        }
        SummaryState summary = SummaryRecords.refused(before, paper.id(), paper.version(), why, paper.acceptedAt());
        workList.recordSummaries(List.of(summary), _ -> ownership.token(partition));
        ownership.require(partition);
        summaryLog.send(List.of(summary.event()), _ -> partition);
        EmbeddingState last = before.embedding();
        if (!embeddingModel.isEmpty() && (last == null || !last.isOfSomeText(embeddingModel))) {
            EmbeddingRecord embedding = EmbeddingRecord.refused(
                    last, paper.id(), embeddingModel, new PaperText(paper.title(), null), paper.acceptedAt(), why);
            workList.recordEmbeddings(List.of(embedding.state()), _ -> ownership.token(partition));
            ownership.require(partition);
            writer.sendAll(Topics.EMBEDDINGS, List.of(embedding.event()));
        }
    }
}
