package org.citestream.gateway.api;

import java.time.Instant;
import org.citestream.gateway.history.PaperHistory;
import org.citestream.gateway.history.RankPoint;
import org.citestream.gateway.view.PaperView;
import org.springframework.stereotype.Component;

/**
 * A view as it was at a moment: rank, PageRank and number of citations come from the kept history, years and percentile are left out,
 * and a summary that was written later is not shown. The bibliographic state is the present one.
 */
@Component
class AsOf {

    private final PaperHistory history;

    AsOf(PaperHistory history) {
        this.history = history;
    }

    PaperView view(PaperView now, Instant moment) {
        RankPoint then = history.at(now.id(), moment);
        if (then == null) {
            throw new NotFoundException(
                    "No history of paper " + now.id() + " is kept that reaches back to " + moment + ".");
        }
        return now.at(then.epoch(), then.time(), then.rank(), then.pagerank(), then.citations(), moment);
    }
}
