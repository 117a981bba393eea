package org.citestream.gateway.live;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.citestream.gateway.api.NamedPapers;
import org.citestream.gateway.api.Parameters;
import org.citestream.gateway.catalogue.Catalogue;
import org.citestream.gateway.catalogue.PaperQuery;
import org.citestream.gateway.index.PaperFilter;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.projection.ViewDocuments;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The newest papers of a search, an author or a venue, and the newest that cite a paper, as Atom feeds. */
@RestController
@Tag(name = "live")
class FeedApi {

    private static final int MOST_ENTRIES = 50;
    private static final String ATOM = "application/atom+xml;charset=UTF-8";

    private final Catalogue catalogue;
    private final ViewDocuments documents;
    private final NamedPapers papers;

    FeedApi(Catalogue catalogue, ViewDocuments documents, NamedPapers papers) {
        this.catalogue = catalogue;
        this.documents = documents;
        this.papers = papers;
    }

    @GetMapping("/api/v1/papers.atom")
    @Operation(
            operationId = "feed",
            summary = "The 50 newest papers of a search, an author or a venue, as an Atom feed")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/atom+xml", schema = @Schema(type = "string")))
    ResponseEntity<String> papers(
            @Parameter(
                            description = "Words that must all be found",
                            schema = @Schema(minLength = 1, maxLength = Parameters.LONGEST_SEARCH))
                    @RequestParam(required = false)
                    @Nullable
                    String q,
            @Parameter(description = "The venue", schema = @Schema(minLength = 1, maxLength = Parameters.LONGEST_VENUE))
                    @RequestParam(required = false)
                    @Nullable
                    String venue,
            @Parameter(
                            description = "The id of an author",
                            schema = @Schema(minLength = 1, maxLength = Parameters.LONGEST_AUTHOR))
                    @RequestParam(required = false)
                    @Nullable
                    String author,
            HttpServletRequest request) {
        PaperFilter filter = new PaperFilter(
                Parameters.text("venue", venue, Parameters.LONGEST_VENUE),
                null,
                null,
                Parameters.text("author", author, Parameters.LONGEST_AUTHOR),
                null,
                null,
                null);
        return feed("New papers", Parameters.text("q", q, Parameters.LONGEST_SEARCH), filter, request);
    }

    @GetMapping("/api/v1/papers/{id}/citations.atom")
    @Operation(operationId = "citationFeed", summary = "The 50 newest papers that cite a paper, as an Atom feed")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/atom+xml", schema = @Schema(type = "string")))
    ResponseEntity<?> citations(
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "2147483647")) @PathVariable
                    String id,
            HttpServletRequest request) {
        return papers.answer(
                papers.named(Integer.toString(Parameters.paperId(id)), false),
                "/citations.atom",
                request,
                (cited, _) -> feed(
                        "Citations of paper " + cited,
                        null,
                        new PaperFilter(null, null, null, null, null, null, cited),
                        request));
    }

    private ResponseEntity<String> feed(
            String title, @Nullable String text, PaperFilter filter, HttpServletRequest request) {
        int[] newest = catalogue
                .list(new PaperQuery(text, PaperQuery.Mode.TEXT, filter, null, PaperQuery.Sort.NEWEST))
                .ids();
        List<Integer> shown = Arrays.stream(newest).limit(MOST_ENTRIES).boxed().toList();
        Map<Integer, StoredView> found = documents.findAll(shown);
        String query = request.getQueryString();
        String self = request.getRequestURI() + (query == null ? "" : "?" + query);
        String body = AtomFeed.of(
                "urn:citestream:feed:" + self,
                title,
                self,
                shown.stream().map(found::get).filter(Objects::nonNull).toList());
        return ResponseEntity.ok().header("Content-Type", ATOM).body(body);
    }
}
