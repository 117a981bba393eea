package org.citestream.gateway.page;

import java.util.HashMap;
import java.util.Map;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.gateway.api.Parameters;
import org.citestream.gateway.explain.RankingModel;
import org.citestream.gateway.history.Movement;
import org.citestream.gateway.history.Movers;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.progress.Progress;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.view.Lookup;
import org.citestream.gateway.view.PaperView;
import org.citestream.gateway.view.PaperViews;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who moves, and what the collection is. */
@Controller
class CollectionPages {

    private static final int MOST_MOVERS = 25;

    private final Movers movers;
    private final Progress progress;
    private final RankBook book;
    private final RankingModel model;
    private final CitationIndex citations;
    private final PaperViews views;
    private final Templates templates;

    CollectionPages(
            Movers movers,
            Progress progress,
            RankBook book,
            RankingModel model,
            CitationIndex citations,
            PaperViews views,
            Templates templates) {
        this.movers = movers;
        this.book = book;
        this.model = model;
        this.citations = citations;
        this.views = views;
        this.progress = progress;
        this.templates = templates;
    }

    @GetMapping("/movers")
    ResponseEntity<String> movers(@RequestParam(required = false) @Nullable String window) {
        Movement.Window asked = Parameters.oneOf("window", window, Movement.Window.DAY);
        return templates.html("movers", Map.of("window", asked, "report", movers.report(asked, MOST_MOVERS)));
    }

    @GetMapping("/about")
    ResponseEntity<String> about() {
        RankEpoch epoch = book.ranks().epoch();
        Map<String, Object> shown = new HashMap<>();
        shown.put("stats", progress.stats());
        shown.put("rankedAt", epoch == null ? "" : Wording.moment(epoch.time()));
        shown.put("damping", model.damping());
        shown.put("withSelf", model.withSelf());
        shown.put("newest", newest());
        return templates.html("about", shown);
    }

    /** The paper that came last, or null where it is gone again. */
    private @Nullable PaperView newest() {
        int id = citations.highestId();
        return id > 0
                        && views.find(id) instanceof Lookup.Found(StoredView document)
                        && document.paper().paper().status() == PaperStatus.LIVE
                ? views.view(document, false)
                : null;
    }
}
