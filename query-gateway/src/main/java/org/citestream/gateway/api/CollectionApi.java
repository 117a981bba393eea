package org.citestream.gateway.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.citestream.gateway.author.AuthorProfile;
import org.citestream.gateway.author.Authors;
import org.citestream.gateway.catalogue.FoundPages;
import org.citestream.gateway.catalogue.FoundPapers;
import org.citestream.gateway.catalogue.PaperQuery;
import org.citestream.gateway.history.Movement;
import org.citestream.gateway.history.Movers;
import org.citestream.gateway.index.NamedAuthor;
import org.citestream.gateway.index.PaperFilter;
import org.citestream.gateway.view.PaperView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Authors, venues, and who moves. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "collection")
class CollectionApi {

    private static final int MOST_MOVERS = 100;

    private final FoundPages pages;
    private final Authors authors;
    private final Movers movers;

    CollectionApi(FoundPages pages, Authors authors, Movers movers) {
        this.pages = pages;
        this.authors = authors;
        this.movers = movers;
    }

    @GetMapping("/authors/{id}")
    @Operation(
            operationId = "author",
            summary = "An author and their papers",
            description = "The id that a name gave before an ORCID iD became known redirects to the present one (307).")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = AuthorView.class)))
    ResponseEntity<AuthorView> author(
            @Parameter(schema = @Schema(minLength = 1, maxLength = Parameters.LONGEST_AUTHOR)) @PathVariable String id,
            @PaperOrderOfAll @RequestParam(required = false) @Nullable String sort,
            @PageNumber @RequestParam(required = false) @Nullable String page,
            @PageSize @RequestParam(required = false) @Nullable String size) {
        Parameters.text("id", id, Parameters.LONGEST_AUTHOR);
        PaperFilter filter = new PaperFilter(null, null, null, id, null, null, null);
        FoundPapers found = found(filter, sort, page, size);
        AuthorProfile profile = authors.profile(id).orElse(null);
        if (profile == null) {
            return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
                    .location(UriComponentsBuilder.fromPath("/api/v1/authors")
                            .pathSegment(idInsteadOf(id))
                            .build()
                            .encode()
                            .toUri())
                    .build();
        }
        return ResponseEntity.ok(new AuthorView(
                id,
                profile.name(),
                profile.pagerank(),
                profile.rank(),
                profile.authors(),
                profile.coAuthors(),
                profile.citations(),
                found));
    }

    private String idInsteadOf(String id) {
        List<String> others = authors.insteadOf(id);
        return switch (others.size()) {
            case 0 -> throw new NotFoundException("There is no such author in this collection.");
            case 1 -> others.getFirst();
            default -> throw new NotFoundException("Several authors go by this name: " + String.join(", ", others));
        };
    }

    @GetMapping("/venues/{name}/{year}")
    @Operation(operationId = "venue", summary = "The papers of a venue in a year")
    FoundPapers venue(
            @Parameter(schema = @Schema(minLength = 1, maxLength = Parameters.LONGEST_VENUE)) @PathVariable String name,
            @Parameter(schema = @Schema(type = "integer", minimum = "0", maximum = "9999")) @PathVariable String year,
            @PaperOrderOfAll @RequestParam(required = false) @Nullable String sort,
            @PageNumber @RequestParam(required = false) @Nullable String page,
            @PageSize @RequestParam(required = false) @Nullable String size) {
        Integer of = Parameters.wholeNumber("year", year, 0, Parameters.LAST_YEAR);
        FoundPapers found = found(
                new PaperFilter(
                        Parameters.text("name", name, Parameters.LONGEST_VENUE), of, of, null, null, null, null),
                sort,
                page,
                size);
        if (found.total() == 0) {
            throw new NotFoundException("There is no paper of this venue and year in this collection.");
        }
        return found;
    }

    @GetMapping("/movers")
    @Operation(
            operationId = "movers",
            summary = "The papers that gained most places and most citations",
            description = "The answer says since when: a window reaches back no further than the running service.")
    Movers.Report movers(
            @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {"hour", "day", "week"},
                                            defaultValue = "day"))
                    @RequestParam(required = false)
                    @Nullable
                    String window,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
                    @RequestParam(required = false)
                    @Nullable
                    String size) {
        return movers.report(
                Parameters.oneOf("window", window, Movement.Window.DAY), Parameters.size(size, MOST_MOVERS, 20));
    }

    private FoundPapers found(PaperFilter filter, @Nullable String sort, @Nullable String page, @Nullable String size) {
        PaperQuery.Sort order = Parameters.oneOf("sort", sort, PaperQuery.Sort.RANK);
        if (order == PaperQuery.Sort.RELEVANCE) {
            throw new BadParameterException("sort", "relevance", "one of rank, year, citations, id, movement");
        }
        return pages.page(
                new PaperQuery(null, PaperQuery.Mode.TEXT, filter, null, order), Parameters.page(page, size), false);
    }

    /**
     * An author.
     *
     * @param id their id
     * @param name as it is written
     * @param pagerank the sum of PageRank over their papers, a share of 1
     * @param rank by that sum, 1 is the best, or null while nothing is ranked
     * @param authors how many authors have papers in the collection
     * @param coAuthors those with whom they wrote most papers, the most first
     * @param citations of all their papers together
     * @param papers their papers
     */
    record AuthorView(
            String id,
            String name,
            double pagerank,
            @Nullable Integer rank,
            int authors,
            List<NamedAuthor> coAuthors,
            PaperView.Citations citations,
            FoundPapers papers) {}
}
