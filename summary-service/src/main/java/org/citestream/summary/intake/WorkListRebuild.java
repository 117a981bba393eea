package org.citestream.summary.intake;

import java.util.stream.Collectors;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.PaperEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
import org.citestream.summary.work.EmbeddingState;
import org.citestream.summary.work.WorkList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds a work list that was lost with its database, so that every version goes on from the last one published, and nothing is made, and
 * paid for, again that would be made the same way: from {@code summaries} and {@code embeddings} comes what was last published of each paper. What is
 * still to be done follows from {@code papers}, which are read again, since the positions were lost as well; of these it notes the last version
 * of each, so that nothing is made of one that another has followed.
 *
 * <p>What it writes yields to what an owner writes: an instance that dies on the way, or a second one that does the same, harms nothing.
 */
final class WorkListRebuild {

    private static final Logger log = LoggerFactory.getLogger(WorkListRebuild.class);
    /** Below the number of any owner. */
    private static final long BEFORE_ALL = 0;

    private final WorkList workList;
    private final Assessment assessment;
    private final EventReaders readers;

    WorkListRebuild(WorkList workList, Assessment assessment, EventReaders readers) {
        this.workList = workList;
        this.assessment = assessment;
        this.readers = readers;
    }

    /** Does so where no partition was ever read. Where nothing was ever published, either, there is nothing to do. */
    void runIfLost() {
        if (workList.hasSettings()) {
            return;
        }
        readers.<PaperEvent>replay(
                "rebuild",
                Topics.PAPERS,
                (_, batch) -> workList.recordPapers(batch.stream()
                        .map(Received::event)
                        .collect(Collectors.toMap(PaperEvent::id, PaperEvent::version, Math::max))));
        long[] found = new long[1];
        readers.<SummaryEvent>replay("rebuild", Topics.SUMMARIES, (_, batch) -> {
            found[0] += batch.size();
            workList.recordSummaries(
                    batch.stream()
                            .map(Received::event)
                            .map(assessment::published)
                            .toList(),
                    _ -> BEFORE_ALL);
        });
        readers.<EmbeddingEvent>replay("rebuild", Topics.EMBEDDINGS, (_, batch) -> {
            found[0] += batch.size();
            workList.recordEmbeddings(
                    batch.stream()
                            .map(Received::event)
                            .map(WorkListRebuild::published)
                            .toList(),
                    _ -> BEFORE_ALL);
        });
        if (found[0] > 0) {
            log.warn("The work list was empty, and {} summaries and embeddings were published: rebuilt", found[0]);
        }
    }

    /** Why there is no vector may have passed. */
    private static EmbeddingState published(EmbeddingEvent event) {
        String hash = event.reason() == null ? event.sourceHash() : "";
        return new EmbeddingState(event.id(), event.version(), event.model(), hash);
    }
}
