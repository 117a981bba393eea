package org.citestream.gateway.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.citestream.events.RankEpoch;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.CountedCitation;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.RankMove;
import org.citestream.pagerank.ScoreShares;
import org.citestream.pagerank.ScoreShares.Share;
import org.citestream.pagerank.ScoreShares.ShareChange;
import org.springframework.stereotype.Component;

/** Which shares of a score are others than in the epoch shown before. */
@Component
final class ShareChanges {

    private final CitationIndex citations;
    private final RankBook book;
    private final RankingModel model;

    ShareChanges(CitationIndex citations, RankBook book, RankingModel model) {
        this.citations = citations;
        this.book = book;
        this.model = model;
    }

    /** The changed shares of a move, the largest difference first; nothing where the epochs around it are not known any more. */
    Optional<List<ShareChange>> of(int id, RankMove move) {
        RankEpoch earlier = move.earlier();
        RankEpoch now = move.now();
        if (earlier == null || now == null) {
            return Optional.empty();
        }
        List<Share> before = new ArrayList<>();
        List<Share> after = new ArrayList<>();
        for (CountedCitation each : citations.counted(id, model.withSelf(), move.reachEarlier(), move.reachNow())) {
            RankBook.Shown scores = book.shown(each.citing(), earlier, now);
            if (each.citedEarlier() > 0) {
                before.add(new Share(each.citing(), model.damping() * scores.earlier() / each.citedEarlier()));
            }
            if (each.citedNow() > 0) {
                after.add(new Share(each.citing(), model.damping() * scores.now() / each.citedNow()));
            }
        }
        return Optional.of(shares(id, after).changesSince(shares(id, before)));
    }

    private static ScoreShares shares(int id, List<Share> shares) {
        return new ScoreShares(id, 0, 0, shares, 0);
    }
}
