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
import org.citestream.gateway.export.Exports;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/** The citations of the whole collection. */
@RestController
@Tag(name = "collection")
class GraphApi {

    private final Exports exports;

    GraphApi(Exports exports) {
        this.exports = exports;
    }

    @GetMapping("/api/v1/graph.{format}")
    @Operation(
            operationId = "graph",
            summary = "The citation graph, streamed",
            description = "As an edge list (`tsv`: citing and cited id, with a tab between) or as GraphML (`graphml`).")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "text/tab-separated-values", schema = @Schema(type = "string")),
                @Content(mediaType = "application/graphml+xml", schema = @Schema(type = "string"))
            })
    void graph(
            @Parameter(schema = @Schema(allowableValues = {"tsv", "graphml"})) @PathVariable String format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        boolean edges = format.equals("tsv");
        if (!edges && !format.equals("graphml")) {
            throw new BadParameterException("format", format, "one of tsv, graphml");
        }
        ShallowEtagHeaderFilter.disableContentCaching(request);
        response.setContentType(edges ? "text/tab-separated-values" : "application/graphml+xml");
        response.setCharacterEncoding("UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"citations." + format + "\"");
        if (edges) {
            exports.edges(response.getWriter());
        } else {
            exports.graphMl(response.getWriter());
        }
    }
}
