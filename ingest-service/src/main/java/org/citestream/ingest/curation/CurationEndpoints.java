package org.citestream.ingest.curation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedDecision;
import org.citestream.events.openapi.ServiceDescription;
import org.citestream.ingest.assembly.PaperRegistry;
import org.citestream.ingest.assembly.PaperState;
import org.citestream.ingest.assembly.Precedence;
import org.citestream.ingest.intake.ApiKeys;
import org.citestream.ingest.intake.SubmissionLog;
import org.citestream.ingest.operations.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/decisions} and {@code /api/v1/provenance}. */
@RestController
@Tag(name = "curation")
@SecurityRequirement(name = ServiceDescription.KEY)
class CurationEndpoints {

    private final Decisions decisions;
    private final SubmissionLog submissions;
    private final ApiKeys apiKeys;
    private final PaperRegistry papers;
    private final Precedence precedence;
    private final Audit audit;

    CurationEndpoints(
            Decisions decisions,
            SubmissionLog submissions,
            ApiKeys apiKeys,
            PaperRegistry papers,
            Precedence precedence,
            Audit audit) {
        this.decisions = decisions;
        this.submissions = submissions;
        this.apiKeys = apiKeys;
        this.papers = papers;
        this.precedence = precedence;
        this.audit = audit;
    }

    /**
     * What was decided of two records.
     *
     * @param verdict the decision
     * @param records keys of the two
     * @param receipt by which to ask what became of it
     */
    record Decided(SubmittedDecision.Verdict verdict, List<String> records, String receipt) {}

    /**
     * What a request came to.
     *
     * @param decisions one for each two records
     */
    @Schema(name = "Decisions")
    record All(List<Decided> decisions) {}

    @PostMapping(path = "/api/v1/decisions", consumes = "application/json")
    @Operation(
            operationId = "decide",
            summary = "Decides which records are of one paper, for operators",
            description =
                    "One of `merge` (ids of two papers or more), `split` (key of a record that is of another paper than the others), or"
                            + " `verdict` with the keys of two `records`.")
    @ApiResponse(
            responseCode = "202",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = All.class)))
    @ApiResponse(
            responseCode = "422",
            description = "It says nothing that can be decided",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<All> decide(@RequestBody Decisions.Request asked, HttpServletRequest request) {
        String operator = apiKeys.operatorOf(request);
        List<SubmittedDecision> made = decisions.of(asked, operator);
        List<Decided> decided = audit.doing(
                operator,
                "decide",
                parameters(asked),
                () -> accepted(made),
                all -> all.size() + (all.size() == 1 ? " decision accepted" : " decisions accepted"));
        return ResponseEntity.accepted().body(new All(decided));
    }

    /** Adds decisions to the log: all are on their way before the first is waited for. */
    private List<Decided> accepted(List<SubmittedDecision> made) {
        List<CompletableFuture<Decided>> sent = made.stream()
                .map(decision -> submissions
                        .add(decision)
                        .thenApply(receipt -> new Decided(
                                decision.verdict(), List.of(decision.one(), decision.other()), receipt.text())))
                .toList();
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private static Map<String, String> parameters(Decisions.Request asked) {
        Map<String, String> parameters = new TreeMap<>();
        Audit.put(parameters, "merge", asked.merge());
        Audit.put(parameters, "split", asked.split());
        Audit.put(parameters, "verdict", asked.verdict());
        Audit.put(parameters, "records", asked.records());
        return parameters;
    }

    /**
     * What a record says of a paper.
     *
     * @param record its key
     * @param movedTo the paper that it is of, where that is another
     * @param says what it says
     */
    record Said(
            String record,
            @Nullable Integer movedTo,

            @Schema(implementation = Object.class, description = "As it is in the topic of submissions") @Nullable
            Submission says) {}

    /**
     * Who says what of a paper.
     *
     * @param paper its id
     * @param fields key of the record that has the word, by the name of the field
     * @param records all that say something of it
     */
    record Provenance(int paper, Map<String, String> fields, List<Said> records) {}

    @GetMapping("/api/v1/provenance/{paper}")
    @Operation(operationId = "provenance", summary = "Which source says what of a paper")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Provenance.class)))
    ResponseEntity<?> provenance(@PathVariable int paper, HttpServletRequest request) {
        apiKeys.feedOf(request);
        PaperState state = papers.states(List.of(paper)).get(paper);
        if (state == null) {
            return ResponseEntity.of(
                            ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no paper " + paper + "."))
                    .build();
        }
        return ResponseEntity.ok(new Provenance(
                paper,
                precedence.provenance(state),
                state.said().stream()
                        .map(each -> new Said(each.record(), each.movedTo(), each.submission()))
                        .toList()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException e) {
        return ResponseEntity.of(ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, """
                                The body must be a JSON object with merge (an array of ids of papers), split (the key of a record), or \
                                verdict (same, different or open) with records (an array of two keys), and no other fields."""))
                .build();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Decisions.RefusedException e) {
        return ResponseEntity.of(ProblemDetail.forStatusAndDetail(
                        HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(e.getMessage())))
                .build();
    }
}
