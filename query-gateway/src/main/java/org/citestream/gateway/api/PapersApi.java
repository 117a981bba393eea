package org.citestream.gateway.api;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.citestream.gateway.explain.RankExplanation;
import org.citestream.gateway.explain.RankExplanations;
import org.citestream.gateway.export.Exports;
import org.citestream.gateway.export.PaperFormat;
import org.citestream.gateway.history.PaperHistory;
import org.citestream.gateway.index.PaperOrder;
import org.citestream.gateway.view.PageRequest;
import org.citestream.gateway.view.PaperList;
import org.citestream.gateway.view.PaperLists;
import org.citestream.gateway.view.PaperView;
import org.citestream.gateway.view.PaperViews;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** A paper and what is around it. A paper is named by its id or by an identity key, which may have slashes of its own. */
@RestController
@RequestMapping("/api/v1/papers")
@Tag(name = "paper")
class PapersApi {

    private static final Set<String> PARTS = Set.of("citations", "references", "similar", "history", "why");

    private final NamedPapers papers;
    private final PaperViews views;
    private final PaperLists lists;
    private final PaperHistory history;
    private final RankExplanations explanations;
    private final Exports exports;
    private final AsOf asOf;
    private final Fields fields;

    PapersApi(
            NamedPapers papers,
            PaperViews views,
            PaperLists lists,
            PaperHistory history,
            RankExplanations explanations,
            Exports exports,
            AsOf asOf,
            Fields fields) {
        this.papers = papers;
        this.views = views;
        this.lists = lists;
        this.history = history;
        this.explanations = explanations;
        this.exports = exports;
        this.asOf = asOf;
        this.fields = fields;
    }

    @GetMapping("/{id}")
    @Operation(
            operationId = "paper",
            summary = "A paper",
            description =
                    "By its id, `doi:…`, `dblp:…` or any other identity key. The id of a paper that turned out to be another"
                            + " redirects there (308). With an Accept or a suffix of CSV, NDJSON, BibTeX, RIS or CSL-JSON (`13304.bib`) in"
                            + " that form.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PaperView.class)))
    ResponseEntity<?> paper(
            @PaperId @PathVariable String id,
            @FieldNames @RequestParam(required = false) @Nullable String fields,
            @Parameter(
                            description = "What to add: any of citations, references, history, why, with commas",
                            schema =
                                    @Schema(
                                            pattern =
                                                    "^(citations|references|history|why)(,(citations|references|history|why))*$"))
                    @RequestParam(required = false)
                    @Nullable
                    String include,
            @Parameter(
                            description = "The view as it was at a moment; what is not kept of it is named in `asOf`",
                            schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam(required = false)
                    @Nullable
                    String asOf,
            HttpServletRequest request) {
        Set<String> wanted = Fields.read(fields);
        Set<String> added = Parameters.names("include", include, Set.of("citations", "references", "history", "why"));
        Instant moment = Parameters.moment("asOf", asOf);
        NamedPapers.Named named = papers.named(id, true);
        Optional<PaperFormat> format = named.format().or(() -> Formats.accepted(request));
        if (asOf != null && moment != null) {
            AsOf.alone(asOf, format, added);
            PaperView past = this.asOf.view(named, moment);
            if (past != null) {
                return ResponseEntity.ok()
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                        .body(
                                wanted.isEmpty() && added.isEmpty()
                                        ? past
                                        : expanded(named.id(), this.fields.of(past, wanted), added));
            }
        }
        return papers.answer(named, "", request, (paper, document) -> {
            if (format.isPresent()) {
                return ResponseEntity.ok()
                        .contentType(format.get().mediaType())
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                        .body(format.get().document(exports.paper(document)));
            }
            PaperView view = views.view(document, wanted.isEmpty() || wanted.contains("similar"));
            return ResponseEntity.ok()
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                    .body(
                            wanted.isEmpty() && added.isEmpty()
                                    ? view
                                    : expanded(paper, this.fields.of(view, wanted), added));
        });
    }

    @GetMapping("/{id}/citations")
    @Operation(operationId = "citations", summary = "The papers that cite a paper")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PaperList.class)))
    ResponseEntity<?> citations(
            @PaperId @PathVariable String id,
            @ListOrder @RequestParam(required = false) @Nullable String sort,
            @PageNumber @RequestParam(required = false) @Nullable String page,
            @PageSize @RequestParam(required = false) @Nullable String size,
            HttpServletRequest request) {
        PaperOrder order = Parameters.order(sort);
        PageRequest number = Parameters.page(page, size);
        return papers.answer(
                papers.named(id, false),
                "/citations",
                request,
                (paper, _) -> ResponseEntity.ok(lists.citing(paper, order, number)));
    }

    @GetMapping("/{id}/references")
    @Operation(operationId = "references", summary = "The papers that a paper cites")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PaperList.class)))
    ResponseEntity<?> references(
            @PaperId @PathVariable String id,
            @ListOrder @RequestParam(required = false) @Nullable String sort,
            @PageNumber @RequestParam(required = false) @Nullable String page,
            @PageSize @RequestParam(required = false) @Nullable String size,
            HttpServletRequest request) {
        PaperOrder order = Parameters.order(sort);
        PageRequest number = Parameters.page(page, size);
        return papers.answer(
                papers.named(id, false),
                "/references",
                request,
                (paper, _) -> ResponseEntity.ok(lists.cited(paper, order, number)));
    }

    @GetMapping("/{id}/similar")
    @Operation(operationId = "similar", summary = "The papers most like a paper, by the cosine of their embeddings")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = PaperView.Similar[].class)))
    ResponseEntity<?> similar(@PaperId @PathVariable String id, HttpServletRequest request) {
        return papers.answer(
                papers.named(id, false), "/similar", request, (paper, _) -> ResponseEntity.ok(views.similar(paper)));
    }

    @GetMapping("/{id}/history")
    @Operation(operationId = "history", summary = "Rank, PageRank and citations of a paper over time")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = PaperHistory.Report.class)))
    ResponseEntity<?> history(@PaperId @PathVariable String id, HttpServletRequest request) {
        return papers.answer(
                papers.named(id, false), "/history", request, (paper, _) -> ResponseEntity.ok(history.of(paper)));
    }

    @GetMapping("/{id}/why")
    @Operation(operationId = "why", summary = "Why a paper has its rank: what each citing paper adds to its PageRank")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = RankExplanation.class)))
    ResponseEntity<?> why(@PaperId @PathVariable String id, HttpServletRequest request) {
        return papers.answer(
                papers.named(id, false), "/why", request, (paper, _) -> ResponseEntity.ok(explained(paper)));
    }

    /** Identity keys have slashes of their own: {@code doi:10.1145/582095.582099/citations}. */
    @Hidden
    @GetMapping("/{*path}")
    ResponseEntity<?> byKey(
            @PathVariable String path,
            @RequestParam(required = false) @Nullable String fields,
            @RequestParam(required = false) @Nullable String include,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size,
            HttpServletRequest request) {
        String key = path.substring(1);
        if (key.indexOf(':') < 0) {
            throw new NotFoundException("There is nothing at /api/v1/papers/" + key + ".");
        }
        int slash = key.lastIndexOf('/');
        String part = slash < 0 ? "" : key.substring(slash + 1);
        if (!PARTS.contains(part)) {
            return paper(key, fields, include, asOf, request);
        }
        String paper = key.substring(0, slash);
        return switch (part) {
            case "citations" -> citations(paper, sort, page, size, request);
            case "references" -> references(paper, sort, page, size, request);
            case "history" -> history(paper, request);
            case "why" -> why(paper, request);
            default -> similar(paper, request);
        };
    }

    private ObjectNode expanded(int paper, ObjectNode view, Set<String> added) {
        PageRequest first = new PageRequest(1, PageRequest.LARGEST_SIZE);
        for (String each : added) {
            switch (each) {
                case "citations" -> fields.expand(view, "citing", lists.citing(paper, PaperOrder.RANK, first));
                case "references" -> fields.expand(view, "cited", lists.cited(paper, PaperOrder.RANK, first));
                case "history" -> fields.expand(view, "history", history.of(paper));
                default -> explanations.of(paper).ifPresent(why -> fields.expand(view, "why", why));
            }
        }
        return view;
    }

    private RankExplanation explained(int paper) {
        return explanations
                .of(paper)
                .orElseThrow(() -> new NotFoundException("Paper " + paper + " is not ranked yet."));
    }
}
