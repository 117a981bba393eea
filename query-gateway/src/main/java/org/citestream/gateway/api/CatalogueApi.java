package org.citestream.gateway.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.citestream.events.http.FromQuery;
import org.citestream.gateway.catalogue.Catalogue;
import org.citestream.gateway.catalogue.Cursors;
import org.citestream.gateway.catalogue.FoundPages;
import org.citestream.gateway.catalogue.FoundPapers;
import org.citestream.gateway.catalogue.PaperQuery;
import org.citestream.gateway.export.Exports;
import org.citestream.gateway.export.PaperFormat;
import org.citestream.gateway.view.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/** All papers: filtered, searched, sorted, by page or cursor, or all of them in another form. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "papers")
class CatalogueApi {

    private static final Set<String> FACETS = Set.of("all");

    private final Catalogue catalogue;
    private final FoundPages pages;
    private final Cursors cursors;
    private final Exports exports;

    CatalogueApi(Catalogue catalogue, FoundPages pages, Cursors cursors, Exports exports) {
        this.catalogue = catalogue;
        this.pages = pages;
        this.cursors = cursors;
        this.exports = exports;
    }

    @GetMapping("/papers")
    @Operation(
            operationId = "papers",
            summary = "Papers by filter and search",
            description =
                    "By page number, or from cursor to cursor (`next`): a cursor keeps to the list in which the walk began"
                            + " for ten minutes after its last use, then it answers 410. With an Accept of NDJSON, CSV, BibTeX, RIS or"
                            + " CSL-JSON, or with its suffix, the whole list is streamed.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = FoundPapers.class)))
    @Nullable
    ResponseEntity<FoundPapers> papers(
            @ParameterObject @FromQuery PaperParameters asked,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "2147483647", defaultValue = "1"))
                    @RequestParam(required = false)
                    @Nullable
                    String page,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "20"))
                    @RequestParam(required = false)
                    @Nullable
                    String size,
            @Parameter(
                            description = "The `next` of an earlier answer",
                            schema = @Schema(pattern = "^[0-9a-f]{24}-[0-9]{1,9}$"))
                    @RequestParam(required = false)
                    @Nullable
                    String cursor,
            @Parameter(
                            description = "Whether to say how the whole list divides",
                            schema = @Schema(allowableValues = "all"))
                    @RequestParam(required = false)
                    @Nullable
                    String facets,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        PaperQuery query = asked.query();
        PageRequest number = Parameters.page(page, size);
        boolean withFacets = !Parameters.names("facets", facets, FACETS).isEmpty();
        Optional<PaperFormat> format = Formats.accepted(request);
        if (format.isPresent()) {
            export(query, format.get(), request, response);
            return null;
        }
        FoundPapers found;
        if (cursor == null) {
            found = pages.page(query, number, withFacets);
        } else {
            if (page != null) {
                throw new BadParameterException("page", page, "left out where there is a cursor");
            }
            Cursors.Place place = cursors.find(cursor)
                    .orElseThrow(() -> new BadParameterException("cursor", cursor, "the next of an earlier answer"));
            if (!query.equals(PaperQuery.ALL) && !query.equals(place.listing().query())) {
                throw new BadParameterException(
                        "cursor", cursor, "given with the question that it came from, or with none");
            }
            found = pages.page(place, number.size(), withFacets);
        }
        HttpHeaders headers = new HttpHeaders();
        Links.of(request, found).forEach(each -> headers.add(HttpHeaders.LINK, each));
        headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        return ResponseEntity.ok().headers(headers).body(found);
    }

    @GetMapping("/papers.{format}")
    @Operation(operationId = "exportPapers", summary = "All papers that a question asks for, in another form, streamed")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = "application/x-bibtex", schema = @Schema(type = "string")),
                @Content(mediaType = "application/x-research-info-systems", schema = @Schema(type = "string")),
                @Content(mediaType = "application/vnd.citationstyles.csl+json", schema = @Schema(type = "string"))
            })
    void papersAs(
            @Parameter(schema = @Schema(allowableValues = {"ndjson", "csv", "bib", "ris", "csl"})) @PathVariable
                    String format,
            @ParameterObject @FromQuery PaperParameters asked,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        PaperFormat form = PaperFormat.ofSuffix(format)
                .orElseThrow(() -> new BadParameterException("format", format, "one of ndjson, csv, bib, ris, csl"));
        export(asked.query(), form, request, response);
    }

    private void export(PaperQuery query, PaperFormat form, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var listing = catalogue.list(query);
        ShallowEtagHeaderFilter.disableContentCaching(request);
        response.setContentType(form.mediaType().toString());
        response.setCharacterEncoding("UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"papers." + form.suffix() + "\"");
        exports.write(listing, form, response.getWriter());
    }
}
