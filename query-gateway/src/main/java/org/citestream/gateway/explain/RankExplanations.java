package org.citestream.gateway.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citestream.events.RankEpoch;
import org.citestream.gateway.explain.RankExplanation.Share;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.CitationIndex.CoveredBy;
import org.citestream.gateway.index.CitationNeighbourhood.Edge;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.RankMove;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.projection.ListedPaper;
import org.citestream.gateway.projection.ViewDocuments;
import org.citestream.pagerank.ScoreShares.ShareChange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Explains ranks from the citations and scores that are held here, by the equation that the ranking solves:
 * {@code score = (1 − d) + d Σ score(citing) / cited(citing)}, in unnormalised scores (decision 0031).
 */
@Service
public class RankExplanations {

    private static final int SHOWN = 100;

    private final CitationIndex citations;
    private final RankBook book;
    private final ViewDocuments documents;
    private final RankingModel model;
    private final Standings standings;
    private final ShareChanges changes;

    RankExplanations(
            CitationIndex citations,
            RankBook book,
            ViewDocuments documents,
            RankingModel model,
            Standings standings,
            ShareChanges changes) {
        this.citations = citations;
        this.book = book;
        this.documents = documents;
        this.model = model;
        this.standings = standings;
        this.changes = changes;
    }

    /** Why a paper has its rank; nothing while it is not ranked. */
    public Optional<RankExplanation> of(int id) {
        return of(id, true);
    }

    /** The same without what last moved it, which takes the most work. */
    public Optional<RankExplanation> standing(int id) {
        return of(id, false);
    }

    private Optional<RankExplanation> of(int id, boolean withMovement) {
        Ranks ranks = book.ranks();
        RankEpoch epoch = ranks.epoch();
        Double pageRank = ranks.pageRank(id);
        Integer rank = ranks.rank(id);
        if (epoch == null || pageRank == null || rank == null) {
            return Optional.empty();
        }
        List<Edge> citing = citations.neighbourhood(id).citing();
        List<Share> shares = new ArrayList<>();
        double fromCitations = 0;
        for (Edge each : citing) {
            Double of = ranks.pageRank(each.id());
            if (of != null && (model.withSelf() || !each.self())) {
                int cites = Math.max(1, citations.citedCount(each.id(), model.withSelf()));
                double amount = model.damping() * of / cites;
                fromCitations += amount;
                shares.add(new Share(each.id(), null, amount, 100 * amount / pageRank, cites));
            }
        }
        shares.sort(Comparator.comparingDouble((Share each) -> -each.amount()).thenComparingInt(Share::id));
        double base = (1 - model.damping()) / epoch.scoreSum();
        return Optional.of(new RankExplanation(
                id,
                rank,
                standings.of(id),
                pageRank,
                base,
                fromCitations,
                pageRank - base - fromCitations,
                shares.size(),
                titled(shares.subList(0, Math.min(SHOWN, shares.size()))),
                withMovement ? lastMoved(id, citing) : null,
                epoch.epoch(),
                epoch.time()));
    }

    private List<Share> titled(List<Share> shares) {
        Map<Integer, ListedPaper> listed =
                documents.list(shares.stream().map(Share::id).toList());
        return shares.stream()
                .map(each -> {
                    ListedPaper paper = listed.get(each.id());
                    return new Share(
                            each.id(),
                            paper == null ? null : paper.title(),
                            each.amount(),
                            each.percent(),
                            each.cites());
                })
                .toList();
    }

    private RankExplanation.@Nullable Movement lastMoved(int id, List<Edge> citing) {
        RankMove move = book.lastMove(id).orElse(null);
        if (move == null) {
            return null;
        }
        CoveredBy now = move.reachNow();
        CoveredBy earlier = move.reachEarlier();
        List<Integer> newly = new ArrayList<>();
        List<Integer> moved = new ArrayList<>();
        for (Edge each : citing) {
            boolean isNew = citations.isCovered(each.id(), now) && !citations.isCovered(each.id(), earlier);
            if (isNew) {
                newly.add(each.id());
            } else if (book.lastMove(each.id())
                    .filter(other -> other.epoch() == move.epoch())
                    .isPresent()) {
                moved.add(each.id());
            }
        }
        List<ShareChange> all = changes.of(id, move).orElse(null);
        return new RankExplanation.Movement(
                move.epoch(),
                move.before(),
                move.after(),
                all == null ? null : titledChanges(all.subList(0, Math.min(SHOWN, all.size()))),
                all == null ? null : all.size(),
                all == null ? null : rest(move, all),
                newly.stream().limit(SHOWN).toList(),
                moved.stream().limit(SHOWN).toList());
    }

    private static double rest(RankMove move, List<ShareChange> changes) {
        double before = move.before() == null ? 0 : move.before();
        return move.after()
                - before
                - changes.stream()
                        .mapToDouble(each -> each.after() - each.before())
                        .sum();
    }

    private List<RankExplanation.Change> titledChanges(List<ShareChange> changes) {
        Map<Integer, ListedPaper> listed =
                documents.list(changes.stream().map(ShareChange::citing).toList());
        return changes.stream()
                .map(each -> {
                    ListedPaper paper = listed.get(each.citing());
                    return new RankExplanation.Change(
                            each.citing(),
                            paper == null ? null : paper.title(),
                            RankExplanation.Kind.valueOf(each.kind().name()),
                            each.before(),
                            each.after());
                })
                .toList();
    }
}
