package org.citestream.ranking.epoch;

import org.citestream.pagerank.ScoreConsumer;
import org.citestream.ranking.graph.RankedEpoch;
import org.jspecify.annotations.Nullable;

/** In what a ranking differs from what is published. May be asked again, as long as nothing is published, and gives the same. */
final class Changes {

    private final @Nullable RankedEpoch before;
    private final RankedEpoch ranks;
    private final PublishedRanks published;

    /** All scores of the ranking, where what is published is to be compared in full. */
    private final @Nullable ScorePages all;

    private Changes(
            @Nullable RankedEpoch before, RankedEpoch ranks, PublishedRanks published, @Nullable ScorePages all) {
        this.before = before;
        this.ranks = ranks;
        this.published = published;
        this.all = all;
    }

    /** Since the ranking whose scores are published. */
    static Changes since(RankedEpoch before, RankedEpoch ranks, PublishedRanks published) {
        return new Changes(before, ranks, published, null);
    }

    /** From whatever is published: after a takeover. */
    static Changes all(RankedEpoch ranks, PublishedRanks published) {
        ScorePages all = new ScorePages();
        ranks.changedSince(null, all::set);
        return new Changes(null, ranks, published, all);
    }

    /** Gives each paper whose score differs, with {@link ScorePages#NONE} for one that has none any more. */
    void each(ScoreConsumer consumer) {
        ranks.changedSince(before, (paper, score) -> {
            if (score != published.score(paper)) {
                consumer.accept(paper, score);
            }
        });
        if (all != null) {
            published.each((paper, _) -> {
                if (all.get(paper) == ScorePages.NONE) {
                    consumer.accept(paper, ScorePages.NONE);
                }
            });
        }
    }
}
