package org.citestream.gateway.page;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.citestream.gateway.api.NotFoundException;
import org.citestream.gateway.api.Parameters;
import org.citestream.gateway.author.AuthorProfile;
import org.citestream.gateway.author.Authors;
import org.citestream.gateway.index.PaperOrder;
import org.citestream.gateway.view.PageRequest;
import org.citestream.gateway.view.PaperList;
import org.citestream.gateway.view.PaperLists;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** An author. */
@Controller
class AuthorPages {

    private static final int LIST_SIZE = 50;

    private final Authors authors;
    private final PaperLists lists;
    private final Templates templates;

    AuthorPages(Authors authors, PaperLists lists, Templates templates) {
        this.authors = authors;
        this.lists = lists;
        this.templates = templates;
    }

    @GetMapping("/authors/{id}")
    ResponseEntity<String> author(@PathVariable String id, @RequestParam(required = false) @Nullable String page) {
        PageRequest asked = new PageRequest(Parameters.page(page, null).page(), LIST_SIZE);
        AuthorProfile author = authors.profile(id).orElse(null);
        if (author == null) {
            return elsewhere(id);
        }
        PaperList list = lists.of(id, PaperOrder.RANK, asked);
        return templates.html(
                "author",
                Map.of(
                        "author",
                        author,
                        "chart",
                        CitationChart.of(author.citations().byYear()),
                        "list",
                        list,
                        "pager",
                        Pager.of(list, number -> Wording.authorLink(id) + "?page=" + number)));
    }

    private ResponseEntity<String> elsewhere(String id) {
        List<String> others = authors.insteadOf(id);
        String link = others.size() == 1 ? Wording.authorLink(others.getFirst()) : null;
        if (link == null) {
            throw new NotFoundException("There is no such author in this collection.");
        }
        return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
                .location(URI.create(link))
                .build();
    }
}
