package org.citestream.gateway.rebuild;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.citestream.events.operations.OperatorRecord;
import org.citestream.gateway.api.BadParameterException;
import org.citestream.gateway.api.NotFoundException;
import org.citestream.gateway.api.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/rebuilds}, for operators. */
@RestController
@Tag(name = "operators")
class RebuildEndpoints {

    private final Rebuilds rebuilds;
    private final OperatorRecord operators;

    RebuildEndpoints(Rebuilds rebuilds, OperatorRecord operators) {
        this.rebuilds = rebuilds;
        this.operators = operators;
    }

    @PostMapping("/api/v1/rebuilds")
    @Operation(operationId = "rebuild", summary = "Makes views or the search index anew, for operators")
    @ApiResponse(
            responseCode = "202",
            description = "It has begun",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = Rebuilds.Rebuild.class)))
    ResponseEntity<Rebuilds.Rebuild> begin(
            @Parameter(required = true, schema = @Schema(allowableValues = {"views", "words"}))
                    @RequestParam(required = false)
                    @Nullable
                    String what,
            @Parameter(schema = @Schema(type = "boolean", defaultValue = "false"))
                    @RequestParam(required = false)
                    @Nullable
                    String dryRun,
            @RequestHeader(name = OperatorRecord.KEY, required = false) @Nullable String key) {
        boolean dry = Boolean.TRUE.equals(Parameters.yesOrNo("dryRun", dryRun));
        Rebuilds.What which = switch (what) {
            case "views" -> Rebuilds.What.VIEWS;
            case "words" -> Rebuilds.What.WORDS;
            case null -> throw new BadParameterException("what", "", "views or words");
            default -> throw new BadParameterException("what", what, "views or words");
        };
        Rebuilds.Rebuild begun = rebuilds.begin(which, dry, key);
        if (begun == null) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "Another rebuild is under way at this instance.");
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(begun);
    }

    @GetMapping("/api/v1/rebuilds/last")
    @Operation(operationId = "lastRebuild", summary = "How the last rebuild goes, or went, at this instance")
    Rebuilds.Rebuild last(@RequestHeader(name = OperatorRecord.KEY, required = false) @Nullable String key) {
        operators.requireOperator(key);
        Rebuilds.Rebuild last = rebuilds.last();
        if (last == null) {
            throw new NotFoundException("Nothing was rebuilt at this instance since it started.");
        }
        return last;
    }
}
