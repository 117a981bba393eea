package org.citestream.gateway.page;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.citestream.events.http.FromQuery;
import org.citestream.gateway.api.PaperParameters;
import org.citestream.gateway.api.Parameters;
import org.citestream.gateway.catalogue.Catalogue;
import org.citestream.gateway.catalogue.FoundPages;
import org.citestream.gateway.catalogue.FoundPapers;
import org.citestream.gateway.catalogue.PaperQuery;
import org.citestream.gateway.catalogue.Suggestions;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.view.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** The list of papers, searched and narrowed. */
@Controller
class PapersPages {

    private static final int SIZE = 50;
    private static final int LONGEST_TYPED = 200;

    private final Catalogue catalogue;
    private final FoundPages pages;
    private final CitationIndex citations;
    private final Suggestions suggestions;
    private final Templates templates;

    PapersPages(
            Catalogue catalogue,
            FoundPages pages,
            CitationIndex citations,
            Suggestions suggestions,
            Templates templates) {
        this.catalogue = catalogue;
        this.pages = pages;
        this.citations = citations;
        this.suggestions = suggestions;
        this.templates = templates;
    }

    @GetMapping("/")
    ResponseEntity<String> papers(
            @FromQuery PaperParameters asked, @RequestParam(required = false) @Nullable String page) {
        PaperQuery query = asked.orWithout().query();
        int number = Parameters.page(page, null).page();
        FoundPapers found = pages.pageWithoutCursor(query, new PageRequest(number, SIZE), true);
        ListAddress address = ListAddress.of(query);
        Pager pager = Pager.of(number, Math.max(1, (found.total() + SIZE - 1) / SIZE), address::page);
        String author = query.filter().author();
        List<PapersPage.Filter> filters =
                PapersPage.filters(query, address, author == null ? null : citations.nameOf(author));
        PapersPage shown = new PapersPage(
                query,
                found,
                address,
                pager,
                filters,
                citations.highestId(),
                catalogue.canSearchByMeaning(),
                passages(found));
        return templates.html("papers", Map.of("page", shown));
    }

    private static String passages(FoundPapers found) {
        return found.items().stream()
                .map(FoundPapers.Item::passageOrigin)
                .filter(Objects::nonNull)
                .map(each -> PaperPage.isDescription(each.source())
                        ? "sample (descriptions written for this demonstration)"
                        : each.source() + " (" + Wording.licence(each.licence()) + ")")
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
    }

    @GetMapping("/papers")
    ResponseEntity<Void> list(HttpServletRequest request) {
        String query = request.getQueryString();
        return ResponseEntity.status(HttpStatus.PERMANENT_REDIRECT)
                .location(URI.create(query == null ? "/" : "/?" + query))
                .build();
    }

    /** Titles that go on as what was typed so far, the best papers first. */
    @GetMapping("/suggestions")
    @ResponseBody
    List<String> suggestions(@RequestParam(required = false) @Nullable String q) {
        String typed = Parameters.text("q", q, LONGEST_TYPED);
        return typed == null ? List.of() : suggestions.of(typed);
    }
}
