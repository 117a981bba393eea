package org.citestream.gateway.history;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.citestream.events.RankEpoch;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.PaperFacts;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** How a paper stood over time. */
@Service
public class PaperHistory {

    private final HistoryDocuments documents;
    private final RankBook book;
    private final CitationIndex citations;

    PaperHistory(HistoryDocuments documents, RankBook book, CitationIndex citations) {
        this.documents = documents;
        this.book = book;
        this.citations = citations;
    }

    /** What is kept, the earliest first, and how it stands now. */
    public Report of(int id) {
        Ranks ranks = book.ranks();
        RankEpoch epoch = ranks.epoch();
        Integer rank = ranks.rank(id);
        Double pageRank = ranks.pageRank(id);
        List<PaperFacts> facts = citations.facts(new int[] {id});
        RankPoint now = epoch == null || rank == null || pageRank == null || facts.isEmpty()
                ? null
                : new RankPoint(
                        epoch.epoch(),
                        epoch.time(),
                        rank,
                        pageRank,
                        facts.getFirst().citations(),
                        epoch.papers());
        return new Report(id, documents.of(id), now);
    }

    /** How a paper stood at a moment, or null where nothing of that time is kept. */
    public @Nullable RankPoint at(int id, Instant moment) {
        return documents.of(id).stream()
                .filter(each -> !each.time().isAfter(moment))
                .reduce((_, later) -> later)
                .orElse(null);
    }

    /**
     * How a paper stood over time.
     *
     * @param id its id
     * @param points what is kept, the earliest first: one for each change of its score, with the rank that it had then. Until the next its rank moves
     *     whenever others pass it: by little for a paper of many citations, by thousands for one without any, which all that an import brings
     *     and cites pass
     * @param now how it stands now, or null while it is not ranked
     */
    @Schema(name = "History")
    public record Report(
            int id, List<RankPoint> points, @Nullable RankPoint now) {}
}
