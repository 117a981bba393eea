package org.citestream.gateway.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.gateway.history.PaperHistory;
import org.citestream.gateway.history.RankPoint;
import org.citestream.gateway.projection.PastVersions;
import org.citestream.gateway.projection.PastVersions.PastView;
import org.citestream.gateway.projection.StoredView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Views as they were: the bibliographic state, the summary and the references from the versions that are kept, the rank and the number
 * of citations from the history of ranks. What is kept nowhere is named in the view.
 */
@Service
public class PastViews {

    private static final List<String> NEVER_KEPT = List.of("citations.nonSelf", "citations.byYear", "similar");

    private final PastVersions versions;
    private final PaperHistory history;
    private final PaperViews views;

    PastViews(PastVersions versions, PaperHistory history, PaperViews views) {
        this.versions = versions;
        this.history = history;
        this.views = views;
    }

    /** How a paper was at a moment, or nothing if there is no such paper. */
    public Optional<Answer> at(int id, Instant moment) {
        return versions.at(id, moment).map(past -> {
            StoredView then = past.view();
            if (then == null) {
                return new Answer(past.since(), null, null);
            }
            PaperEvent paper = then.paper().paper();
            boolean live = paper.status() == PaperStatus.LIVE;
            RankPoint point = live ? history.at(id, moment) : null;
            PaperView view = views.view(past, then, point, moment, notKept(past, point, live));
            return new Answer(past.since(), view, paper.status() == PaperStatus.RETIRED ? paper.mergedInto() : null);
        });
    }

    private static List<String> notKept(PastView past, @Nullable RankPoint point, boolean live) {
        List<String> names = new ArrayList<>();
        if (!past.summaryKept()) {
            names.add("summary");
        }
        if (!past.referencesKept()) {
            names.add("references");
        }
        if (live) {
            if (point == null) {
                names.addAll(List.of("pagerank", "rank", "percentile", "citations"));
            } else if (point.percentile() == null) {
                names.add("percentile");
            }
            names.addAll(NEVER_KEPT);
        }
        return List.copyOf(names);
    }

    /**
     * How a paper was.
     *
     * @param since from when on it is kept
     * @param view how it was, or null if the moment is before that
     * @param mergedInto the paper that it had become by then, or null
     */
    public record Answer(
            Instant since,
            @Nullable PaperView view,
            @Nullable Integer mergedInto) {}
}
