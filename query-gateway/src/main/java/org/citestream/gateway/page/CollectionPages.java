package org.citestream.gateway.page;

import java.util.Map;
import org.citestream.events.RankEpoch;
import org.citestream.gateway.api.Parameters;
import org.citestream.gateway.history.Movement;
import org.citestream.gateway.history.Movers;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.progress.Progress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who moves, and what the collection is. */
@Controller
class CollectionPages {

    private static final int MOVERS = 25;

    private final Movers movers;
    private final Progress progress;
    private final RankBook book;
    private final Templates templates;

    CollectionPages(Movers movers, Progress progress, RankBook book, Templates templates) {
        this.movers = movers;
        this.book = book;
        this.progress = progress;
        this.templates = templates;
    }

    @GetMapping("/movers")
    ResponseEntity<String> movers(@RequestParam(required = false) @Nullable String window) {
        Movement.Window asked = Parameters.oneOf("window", window, Movement.Window.DAY);
        return templates.html("movers", Map.of("window", asked, "report", movers.report(asked, MOVERS)));
    }

    @GetMapping("/about")
    ResponseEntity<String> about() {
        RankEpoch epoch = book.ranks().epoch();
        return templates.html(
                "about",
                Map.of("stats", progress.stats(), "rankedAt", epoch == null ? "" : Wording.moment(epoch.time())));
    }
}
