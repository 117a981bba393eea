package org.citestream.gateway.index;

import java.util.function.IntPredicate;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.gateway.index.CitationIndex.CoveredBy;

/**
 * How many live papers have come how far.
 *
 * @param papers live papers
 * @param citations citations between them
 * @param viewable whose document is there
 * @param ranked whose record and references the current epoch includes
 * @param summarized with the text of a summary
 * @param withoutAbstract with nothing to summarise
 * @param failed whose summary could not be made
 * @param summaryMissing whose summary is still to come
 * @param embedded with a vector
 * @param embeddingMissing whose vector is still to come
 */
public record Milestones(
        int papers,
        long citations,
        int viewable,
        int ranked,
        int summarized,
        int withoutAbstract,
        int failed,
        int summaryMissing,
        int embedded,
        int embeddingMissing) {

    static Milestones of(
            IndexedPapers papers,
            CoveredBy ranked,
            CoveredBy viewable,
            IntPredicate embedded,
            IntPredicate withoutEmbedding) {
        int rankedCount = 0;
        int viewableCount = 0;
        int summarized = 0;
        int withoutAbstract = 0;
        int failed = 0;
        int summaryMissing = 0;
        int embeddedCount = 0;
        int embeddingMissing = 0;
        for (IndexedPaper paper : papers.all()) {
            if (!paper.live) {
                continue;
            }
            rankedCount += paper.isCovered(ranked) ? 1 : 0;
            viewableCount += viewable.covers(Topics.PAPERS.name(), paper.id, paper.offset) ? 1 : 0;
            summarized += paper.summaryText ? 1 : 0;
            withoutAbstract += paper.summary == SummaryEvent.Status.NO_ABSTRACT ? 1 : 0;
            failed += paper.summary == SummaryEvent.Status.FAILED ? 1 : 0;
            summaryMissing += paper.summary == null || paper.summary == SummaryEvent.Status.PENDING ? 1 : 0;
            boolean isEmbedded = embedded.test(paper.id);
            embeddedCount += isEmbedded ? 1 : 0;
            embeddingMissing += isEmbedded || withoutEmbedding.test(paper.id) ? 0 : 1;
        }
        return new Milestones(
                papers.liveCount(),
                papers.citations(),
                viewableCount,
                rankedCount,
                summarized,
                withoutAbstract,
                failed,
                summaryMissing,
                embeddedCount,
                embeddingMissing);
    }
}
