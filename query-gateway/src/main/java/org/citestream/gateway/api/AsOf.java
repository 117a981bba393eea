package org.citestream.gateway.api;

import java.time.Instant;
import org.citestream.gateway.history.PaperHistory;
import org.citestream.gateway.history.RankPoint;
import org.citestream.gateway.projection.EarlierViews;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.view.PaperView;
import org.springframework.stereotype.Component;

/**
 * A paper as it was at a moment: its bibliographic state and its summary from the earlier states that are kept, rank, PageRank and number of
 * citations from its history. What is not kept, the view names.
 */
@Component
class AsOf {

    private final EarlierViews earlier;
    private final PaperHistory history;

    AsOf(EarlierViews earlier, PaperHistory history) {
        this.earlier = earlier;
        this.history = history;
    }

    /**
     * The sections of a view as they were.
     *
     * @throws NotFoundException if none of that time are known
     */
    StoredView document(StoredView now, Instant moment) {
        EarlierViews.Then then = earlier.at(now, moment);
        if (then.view() == null) {
            throw new NotFoundException(
                    "Nothing is kept of paper " + now.paper().paper().id() + " at " + moment
                            + ": the first of its states that is known here could be seen since " + then.since() + ".");
        }
        return then.view();
    }

    /**
     * The view of earlier sections with the rank of then.
     *
     * @throws NotFoundException if no rank of that time is kept
     */
    PaperView view(PaperView ofThen, Instant moment) {
        RankPoint then = history.at(ofThen.id(), moment);
        if (then == null) {
            throw new NotFoundException(
                    "No history of paper " + ofThen.id() + " is kept that reaches back to " + moment + ".");
        }
        return ofThen.at(then.epoch(), then.time(), then.rank(), then.pagerank(), then.citations(), moment);
    }
}
