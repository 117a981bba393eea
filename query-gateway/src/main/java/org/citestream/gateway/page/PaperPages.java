package org.citestream.gateway.page;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.citestream.gateway.api.NotFoundException;
import org.citestream.gateway.api.Parameters;
import org.citestream.gateway.explain.RankExplanations;
import org.citestream.gateway.history.PaperHistory;
import org.citestream.gateway.index.PaperOrder;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.view.Lookup;
import org.citestream.gateway.view.PageRequest;
import org.citestream.gateway.view.PaperList;
import org.citestream.gateway.view.PaperLists;
import org.citestream.gateway.view.PaperView;
import org.citestream.gateway.view.PaperViews;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** A paper, and the papers around it. */
@Controller
class PaperPages {

    private static final int LIST_SIZE = 30;

    private final PaperViews views;
    private final PaperLists lists;
    private final RankExplanations explanations;
    private final PaperHistory history;
    private final GraphPictures graphs;
    private final Templates templates;

    PaperPages(
            PaperViews views,
            PaperLists lists,
            RankExplanations explanations,
            PaperHistory history,
            GraphPictures graphs,
            Templates templates) {
        this.views = views;
        this.lists = lists;
        this.explanations = explanations;
        this.history = history;
        this.graphs = graphs;
        this.templates = templates;
    }

    @GetMapping("/papers/{id}")
    ResponseEntity<String> paper(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String citing,
            @RequestParam(required = false) @Nullable String cited) {
        PageRequest citingPage = Parameters.page("citing", citing, null);
        PageRequest citedPage = Parameters.page("cited", cited, null);
        boolean first = citing == null && cited == null;
        return found(
                id,
                into -> first ? "/papers/" + into : address(into, citingPage.page(), citedPage.page()),
                view -> templates.html("paper", Map.of("page", page(view, citingPage, citedPage))));
    }

    @GetMapping("/papers/{id}/graph")
    ResponseEntity<String> graph(@PathVariable String id) {
        return found(
                id,
                into -> "/papers/" + into + "/graph",
                view -> templates.html("graph", Map.of("paper", view, "picture", graphs.around(view))));
    }

    private ResponseEntity<String> found(
            String id, Function<Integer, String> elsewhere, Function<PaperView, ResponseEntity<String>> page) {
        int words = id.indexOf('-');
        int paperId = Parameters.paperId(words > 0 ? id.substring(0, words) : id);
        return switch (views.find(paperId)) {
            case Lookup.Found(StoredView document) -> page.apply(views.view(document));
            case Lookup.Merged(int into) ->
                ResponseEntity.status(HttpStatus.PERMANENT_REDIRECT)
                        .location(URI.create(elsewhere.apply(into)))
                        .build();
            case Lookup.Unknown() ->
                throw new NotFoundException("There is no paper " + paperId + " in this collection.");
        };
    }

    private PaperPage page(PaperView paper, PageRequest citingPage, PageRequest citedPage) {
        int id = paper.id();
        PageRequest citingOf = new PageRequest(citingPage.page(), LIST_SIZE);
        PageRequest citedOf = new PageRequest(citedPage.page(), LIST_SIZE);
        PaperList citing = lists.citing(id, PaperOrder.RANK, citingOf);
        PaperList cited = lists.cited(id, PaperOrder.RANK, citedOf);
        return new PaperPage(
                ServletUriComponentsBuilder.fromCurrentContextPath()
                        .path(Wording.paperLink(id, paper.title()))
                        .toUriString(),
                paper,
                CitationChart.of(Objects.requireNonNull(paper.citations(), "of the present")
                        .byYear()),
                citing,
                Pager.of(citing, number -> address(id, number, citedPage.page()) + "#citing"),
                address(id, 1, citedPage.page()) + "#citing",
                cited,
                Pager.of(cited, number -> address(id, citingPage.page(), number) + "#cited"),
                address(id, citingPage.page(), 1) + "#cited",
                explanations.standing(id).orElse(null),
                RankChart.of(history.of(id)));
    }

    private static String address(int id, int citing, int cited) {
        return "/papers/" + id + "?citing=" + citing + "&cited=" + cited;
    }
}
