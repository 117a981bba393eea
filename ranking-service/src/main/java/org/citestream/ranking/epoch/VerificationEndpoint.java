package org.citestream.ranking.epoch;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.citestream.events.openapi.ServiceDescription;
import org.citestream.events.operations.OperatorRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/ranks/verification}, for operators. */
@RestController
@Tag(name = "ranks")
@SecurityRequirement(name = ServiceDescription.KEY)
class VerificationEndpoint {

    private final EpochAudit audit;
    private final OperatorRecord operators;

    VerificationEndpoint(EpochAudit audit, OperatorRecord operators) {
        this.audit = audit;
        this.operators = operators;
    }

    /** Solves the last epoch's graph from the start and compares; a dry run tells only what would be compared. */
    @PostMapping("/api/v1/ranks/verification")
    @Operation(
            operationId = "verifyRanks",
            summary = "Solves the last epoch from the start and compares, for operators",
            description = "With `dryRun` it tells only what would be compared.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = EpochAudit.Verification.class)))
    @ApiResponse(
            responseCode = "409",
            description = "This instance has published nothing yet",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> verify(
            @Parameter(hidden = true) @RequestHeader(name = OperatorRecord.KEY, required = false) @Nullable String key,
            @RequestParam(defaultValue = "false") boolean dryRun) {
        operators.requireOperator(key);
        EpochAudit.Verification found = audit.verify(dryRun);
        if (found == null) {
            return ResponseEntity.status(HttpStatus.CONFLICT)
                    .body(ProblemDetail.forStatusAndDetail(
                            HttpStatus.CONFLICT, "This instance has published nothing that could be verified."));
        }
        if (!dryRun) {
            operators.add(
                    key,
                    "verify ranks",
                    Map.of(),
                    found.isSound()
                            ? "%d papers, distance %.3g, allowed %.3g"
                                    .formatted(found.papers(), found.distance(), found.allowed())
                            : "BROKEN: distance %.3g, allowed %.3g, %d published scores differ"
                                    .formatted(found.distance(), found.allowed(), found.differing()));
        }
        return ResponseEntity.ok(found);
    }
}
