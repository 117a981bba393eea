package org.citestream.gateway.api;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.citestream.gateway.index.PaperOrder;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.view.Lookup;
import org.citestream.gateway.view.PageRequest;
import org.citestream.gateway.view.PaperList;
import org.citestream.gateway.view.PaperLists;
import org.citestream.gateway.view.PaperViews;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Papers, and the lists of papers around each. A paper is named by its id or by an identity key. */
@RestController
@RequestMapping("/api/v1/papers")
class PapersApi {

    private static final String PATH = "/api/v1/papers/";
    private static final List<String> PARTS = List.of("citations", "references", "similar");

    private final PaperViews views;
    private final PaperLists lists;

    PapersApi(PaperViews views, PaperLists lists) {
        this.views = views;
        this.lists = lists;
    }

    @GetMapping
    PaperList papers(
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size) {
        return lists.papers(Parameters.order(sort), Parameters.page(page, size));
    }

    @GetMapping("/{id}")
    ResponseEntity<?> paper(@PathVariable String id) {
        return answer(id, "", "", (_, document) -> views.view(document));
    }

    @GetMapping("/{id}/citations")
    ResponseEntity<?> citations(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size) {
        PaperOrder order = Parameters.order(sort);
        PageRequest request = Parameters.page(page, size);
        return answer(id, "/citations", query(sort, page, size), (paper, _) -> lists.citing(paper, order, request));
    }

    @GetMapping("/{id}/references")
    ResponseEntity<?> references(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size) {
        PaperOrder order = Parameters.order(sort);
        PageRequest request = Parameters.page(page, size);
        return answer(id, "/references", query(sort, page, size), (paper, _) -> lists.cited(paper, order, request));
    }

    @GetMapping("/{id}/similar")
    ResponseEntity<?> similar(@PathVariable String id) {
        return answer(id, "/similar", "", (paper, _) -> views.similar(paper));
    }

    /** Identity keys have slashes of their own: {@code doi:10.1145/582095.582099/citations}. */
    @GetMapping("/{*path}")
    ResponseEntity<?> byKey(
            @PathVariable String path,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size) {
        String key = path.substring(1);
        if (key.indexOf(':') < 0) {
            throw new NotFoundException("There is nothing at " + PATH + key + ".");
        }
        int slash = key.lastIndexOf('/');
        String part = slash < 0 ? "" : key.substring(slash + 1);
        if (!PARTS.contains(part)) {
            return paper(key);
        }
        String paper = key.substring(0, slash);
        return switch (part) {
            case "citations" -> citations(paper, sort, page, size);
            case "references" -> references(paper, sort, page, size);
            default -> similar(paper);
        };
    }

    /** The parameters as they were given, for whoever is sent on to another paper. */
    private static String query(@Nullable String sort, @Nullable String page, @Nullable String size) {
        return UriComponentsBuilder.newInstance()
                .queryParamIfPresent("sort", Optional.ofNullable(sort))
                .queryParamIfPresent("page", Optional.ofNullable(page))
                .queryParamIfPresent("size", Optional.ofNullable(size))
                .encode()
                .toUriString();
    }

    private ResponseEntity<?> answer(
            String idOrKey, String part, String query, BiFunction<Integer, StoredView, Object> body) {
        int id = id(idOrKey);
        return switch (views.find(id)) {
            case Lookup.Found(StoredView document) -> ResponseEntity.ok(body.apply(id, document));
            case Lookup.Merged(int into) ->
                ResponseEntity.status(HttpStatus.PERMANENT_REDIRECT)
                        .location(URI.create(PATH + into + part + query))
                        .build();
            case Lookup.Unknown() -> throw unknown(idOrKey);
        };
    }

    private int id(String idOrKey) {
        if (idOrKey.indexOf(':') < 0) {
            return Parameters.paperId(idOrKey);
        }
        OptionalInt id = views.idOf(idOrKey);
        return id.orElseThrow(() -> unknown(idOrKey));
    }

    private static NotFoundException unknown(String idOrKey) {
        return new NotFoundException("There is no paper " + idOrKey + " in this collection.");
    }
}
