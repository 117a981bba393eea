package org.citestream.gateway.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.view.PaperView;
import org.citestream.gateway.view.PaperViews;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Many papers in one call. */
@RestController
@Tag(name = "papers")
class BatchApi {

    private static final int MOST = 500;
    private static final String ALLOWED = "an array of 1 to " + MOST + " ids and identity keys";

    private final PaperViews views;
    private final Fields fields;

    BatchApi(PaperViews views, Fields fields) {
        this.views = views;
        this.fields = fields;
    }

    @PostMapping(path = "/api/v1/papers/batch", consumes = "application/json")
    @Operation(
            operationId = "batch",
            summary = "Up to 500 papers in one call",
            description =
                    "An array of ids and identity keys. The answer has an element for each, in the same order, null for a"
                            + " paper that is unknown. A paper that became another is answered with the other. The papers most like each"
                            + " are given where fields names similar.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PaperView[].class)))
    List<@Nullable ObjectNode> batch(
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            array =
                                                    @ArraySchema(
                                                            minItems = 1,
                                                            maxItems = 500,
                                                            schema = @Schema(types = {"integer", "string"}))))
                    @RequestBody
                    JsonNode body,
            @FieldNames @RequestParam(required = false) @Nullable String fields) {
        Set<String> wanted = Fields.read(fields);
        if (!body.isArray() || body.isEmpty() || body.size() > MOST) {
            throw new BadParameterException("body", body.toString(), ALLOWED);
        }
        List<@Nullable Integer> ids = new ArrayList<>();
        body.forEach(each -> ids.add(id(each)));
        Set<Integer> known = new LinkedHashSet<>();
        ids.forEach(each -> {
            if (each != null) {
                known.add(each);
            }
        });
        Map<Integer, StoredView> found = views.findAll(known);
        List<@Nullable ObjectNode> answer = new ArrayList<>();
        for (Integer id : ids) {
            StoredView stored = id == null ? null : found.get(id);
            answer.add(stored == null ? null : this.fields.of(views.view(stored, wanted.contains("similar")), wanted));
        }
        return answer;
    }

    private @Nullable Integer id(JsonNode name) {
        if (name.isInt()) {
            return name.intValue();
        }
        if (name.isIntegralNumber()) {
            return null;
        }
        if (!name.isString()) {
            throw new BadParameterException("body", name.toString(), ALLOWED);
        }
        String key = name.stringValue();
        if (key.indexOf(':') < 0) {
            return Parameters.paperId(key);
        }
        OptionalInt id = views.idOf(key);
        return id.isPresent() ? id.getAsInt() : null;
    }
}
