package org.citestream.ingest.intake;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import org.citestream.events.openapi.ServiceDescription;
import org.citestream.ingest.submission.CitationReader;
import org.citestream.ingest.submission.SubmissionReader;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/submissions} and {@code /api/v1/citations}. */
@RestController
@Tag(name = "submissions")
@SecurityRequirement(name = ServiceDescription.KEY)
class SubmissionEndpoints {

    private static final String FORMS =
            "One record, an array of them, or one on each line (NDJSON), of any length, also compressed by gzip; the form is told"
                    + " by the content. Answered when Kafka has acknowledged the last of them, with a receipt for each.";

    private final Intake intake;
    private final ApiKeys apiKeys;
    private final Outcomes outcomes;
    private final SubmissionReader submissions;
    private final CitationReader citations;

    SubmissionEndpoints(Intake intake, ApiKeys apiKeys, Outcomes outcomes, InstantSource clock) {
        this.intake = intake;
        this.apiKeys = apiKeys;
        this.outcomes = outcomes;
        this.submissions = new SubmissionReader(clock);
        this.citations = new CitationReader(clock);
    }

    @PostMapping("/api/v1/submissions")
    @Operation(
            operationId = "submit",
            summary = "Papers as a source tells them",
            description = FORMS,
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = TakenForms.Paper.class)),
                                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string"))
                            }))
    @Parameter(
            name = "Idempotency-Key",
            in = ParameterIn.HEADER,
            description = "Whoever sends the same again under the same key gets the same answer, for a day",
            schema = @Schema(type = "string", minLength = 1, maxLength = 255))
    @AnsweredWithReceipts
    void submit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        intake.take(request, response, submissions::read);
    }

    @PostMapping("/api/v1/citations")
    @Operation(
            operationId = "cite",
            summary = "Citations, as pairs",
            description = FORMS,
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = TakenForms.Citation.class)),
                                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string"))
                            }))
    @AnsweredWithReceipts
    void cite(HttpServletRequest request, HttpServletResponse response) throws IOException {
        intake.take(request, response, citations::read);
    }

    @GetMapping("/api/v1/submissions/{receipt}")
    @Operation(operationId = "outcome", summary = "What became of a record, by its receipt")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Outcome.class)))
    ResponseEntity<?> outcome(@PathVariable String receipt, HttpServletRequest request) {
        return outcomeOf(receipt, request);
    }

    @GetMapping("/api/v1/citations/{receipt}")
    @Operation(operationId = "citationOutcome", summary = "What became of a citation, by its receipt")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Outcome.class)))
    ResponseEntity<?> citationOutcome(@PathVariable String receipt, HttpServletRequest request) {
        return outcomeOf(receipt, request);
    }

    private ResponseEntity<?> outcomeOf(String receipt, HttpServletRequest request) {
        apiKeys.feedOf(request);
        return Receipt.parse(receipt)
                .filter(outcomes::exists)
                .<ResponseEntity<?>>map(parsed -> ResponseEntity.ok(outcomes.of(parsed)))
                .orElseGet(() -> ResponseEntity.of(ProblemDetail.forStatusAndDetail(
                                HttpStatus.NOT_FOUND, "No such receipt. A receipt is given for each accepted record."))
                        .build());
    }
}
