package org.citestream.gateway.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.citestream.events.Author;
import org.citestream.gateway.api.NotFoundException;
import org.citestream.gateway.api.Parameters;
import org.citestream.gateway.explain.RankExplanations;
import org.citestream.gateway.index.PaperOrder;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.view.AuthorIds;
import org.citestream.gateway.view.Lookup;
import org.citestream.gateway.view.PageRequest;
import org.citestream.gateway.view.PaperList;
import org.citestream.gateway.view.PaperLists;
import org.citestream.gateway.view.PaperView;
import org.citestream.gateway.view.PaperViews;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of papers, a paper, and the papers of an author. */
@Controller
class Pages {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final int LIST_SIZE = 50;

    private final PaperViews views;
    private final PaperLists lists;
    private final AuthorIds authors;
    private final RankExplanations explanations;
    private final Templates templates;

    Pages(PaperViews views, PaperLists lists, AuthorIds authors, RankExplanations explanations, Templates templates) {
        this.views = views;
        this.authors = authors;
        this.explanations = explanations;
        this.lists = lists;
        this.templates = templates;
    }

    @GetMapping("/")
    ResponseEntity<String> papers(
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String page) {
        PaperOrder order = Parameters.order(sort);
        PaperList list =
                lists.papers(order, new PageRequest(Parameters.page(page, null).page(), LIST_SIZE));
        String by = order == PaperOrder.RANK ? "" : "sort=" + order.name().toLowerCase(Locale.ROOT) + "&";
        Pager pager = Pager.of(list, number -> "/?" + by + "page=" + number);
        return html("papers", Map.of("list", list, "order", order, "pager", pager));
    }

    @GetMapping("/papers")
    ResponseEntity<Void> list() {
        return ResponseEntity.status(HttpStatus.PERMANENT_REDIRECT)
                .location(URI.create("/"))
                .build();
    }

    @GetMapping("/papers/{id}")
    ResponseEntity<String> paper(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String citing,
            @RequestParam(required = false) @Nullable String cited) {
        int paperId = Parameters.paperId(id);
        PageRequest citingPage = Parameters.page("citing", citing, null);
        PageRequest citedPage = Parameters.page("cited", cited, null);
        return switch (views.find(paperId)) {
            case Lookup.Found(StoredView document) ->
                html("paper", Map.of("page", paperPage(views.view(document), citingPage, citedPage)));
            case Lookup.Merged(int into) ->
                ResponseEntity.status(HttpStatus.PERMANENT_REDIRECT)
                        .location(URI.create(
                                citing == null && cited == null
                                        ? "/papers/" + into
                                        : address(into, citingPage.page(), citedPage.page())))
                        .build();
            case Lookup.Unknown() ->
                throw new NotFoundException("There is no paper " + paperId + " in this collection.");
        };
    }

    @GetMapping("/authors/{id}")
    ResponseEntity<String> author(@PathVariable String id, @RequestParam(required = false) @Nullable String page) {
        PaperList list = lists.of(
                id, PaperOrder.RANK, new PageRequest(Parameters.page(page, null).page(), LIST_SIZE));
        if (list.total() == 0) {
            List<String> others = authors.insteadOf(id);
            String link = others.size() == 1 ? Wording.authorLink(others.getFirst()) : null;
            if (link == null) {
                throw new NotFoundException("There is no such author in this collection.");
            }
            return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
                    .location(URI.create(link))
                    .build();
        }
        Pager pager = Pager.of(list, number -> Wording.authorLink(id) + "?page=" + number);
        return html("author", Map.of("name", nameOf(id, list), "list", list, "pager", pager));
    }

    private PaperPage paperPage(PaperView paper, PageRequest citingPage, PageRequest citedPage) {
        int id = paper.id();
        PaperList citing = lists.citing(id, PaperOrder.RANK, citingPage);
        PaperList cited = lists.cited(id, PaperOrder.RANK, citedPage);
        return new PaperPage(
                paper,
                CitationChart.of(paper.citations().byYear()),
                citing,
                Pager.of(citing, number -> address(id, number, citedPage.page()) + "#citing"),
                cited,
                Pager.of(cited, number -> address(id, citingPage.page(), number) + "#cited"),
                explanations.of(id).orElse(null));
    }

    private static String address(int id, int citing, int cited) {
        return "/papers/" + id + "?citing=" + citing + "&cited=" + cited;
    }

    /** As the best of the papers writes it. */
    private String nameOf(String authorId, PaperList list) {
        List<PaperList.Item> items = list.items();
        if (items.isEmpty()) {
            return authorId;
        }
        return switch (views.find(items.getFirst().id())) {
            case Lookup.Found(StoredView document) ->
                document.paper().paper().authors().stream()
                        .filter(each -> each.id().equals(authorId))
                        .map(Author::name)
                        .findFirst()
                        .orElse(authorId);
            case Lookup.Merged _, Lookup.Unknown _ -> authorId;
        };
    }

    private ResponseEntity<String> html(String template, Map<String, Object> parameters) {
        return ResponseEntity.ok().contentType(HTML).body(templates.render(template, parameters));
    }
}
