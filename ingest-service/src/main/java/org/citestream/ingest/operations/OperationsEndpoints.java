package org.citestream.ingest.operations;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.citestream.events.Topics;
import org.citestream.events.openapi.ServiceDescription;
import org.citestream.events.stream.DeadLetterArchive;
import org.citestream.ingest.intake.ApiKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/dead-letters} and {@code /api/v1/audit}, for operators. */
@RestController
@Tag(name = "operations")
@SecurityRequirement(name = ServiceDescription.KEY)
class OperationsEndpoints {

    private static final int MOST_SHOWN = 500;
    private static final int MOST_PARAMETERS = 20;
    private static final int LONGEST = 1000;
    private static final List<String> REASONS = List.of("unreadable", "refused");

    private final DeadLetterArchive archive;
    private final Audit audit;
    private final ApiKeys apiKeys;

    OperationsEndpoints(DeadLetterArchive archive, Audit audit, ApiKeys apiKeys) {
        this.archive = archive;
        this.audit = audit;
        this.apiKeys = apiKeys;
    }

    /**
     * Dead letters.
     *
     * @param total how many there are, at most {@link DeadLetterArchive#MOST}
     * @param letters the latest of them
     */
    @Schema(name = "DeadLetters")
    record Letters(int total, List<DeadLetterArchive.Letter> letters) {}

    @GetMapping("/api/v1/dead-letters")
    @Operation(operationId = "deadLetters", summary = "The records that a stage could not handle")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Letters.class)))
    ResponseEntity<?> letters(
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String stage,
            @Parameter(schema = @Schema(allowableValues = {"unreadable", "refused"}))
                    @RequestParam(required = false)
                    @Nullable
                    String reason,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "100"))
                    @RequestParam(defaultValue = "100")
                    int size,
            HttpServletRequest request) {
        apiKeys.operatorOf(request);
        String wrong = wrong(topic, reason);
        if (wrong == null && (size < 1 || size > MOST_SHOWN)) {
            wrong = "size must lie between 1 and %d.".formatted(MOST_SHOWN);
        }
        if (wrong != null) {
            return problem(wrong);
        }
        List<DeadLetterArchive.Letter> letters = archive.letters(new DeadLetterArchive.Filter(topic, stage, reason));
        return ResponseEntity.ok(
                new Letters(letters.size(), letters.stream().limit(size).toList()));
    }

    @PostMapping("/api/v1/dead-letters/replay")
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Puts records that could not be handled back into their topics")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = DeadLetterArchive.Outcome.class)))
    ResponseEntity<?> replay(
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String stage,
            @Parameter(schema = @Schema(allowableValues = {"unreadable", "refused"}))
                    @RequestParam(required = false)
                    @Nullable
                    String reason,
            @RequestParam(defaultValue = "false") boolean dryRun,
            HttpServletRequest request) {
        String operator = apiKeys.operatorOf(request);
        String wrong = wrong(topic, reason);
        if (wrong != null) {
            return problem(wrong);
        }
        DeadLetterArchive.Filter which = new DeadLetterArchive.Filter(topic, stage, reason);
        if (dryRun) {
            return ResponseEntity.ok(archive.replay(which, true));
        }
        Map<String, String> parameters = new TreeMap<>();
        Audit.put(parameters, "topic", topic);
        Audit.put(parameters, "stage", stage);
        Audit.put(parameters, "reason", reason);
        return ResponseEntity.ok(audit.doing(
                operator,
                "replay dead letters",
                parameters,
                () -> archive.replay(which, false),
                outcome -> "%d replayed, %d superseded".formatted(outcome.replayed(), outcome.superseded())));
    }

    /**
     * What operators did.
     *
     * @param audit in the last 90 days, the latest first
     */
    @Schema(name = "Audit")
    record Done(List<Audit.Entry> audit) {}

    /**
     * That it is written down.
     *
     * @param by the operator's name
     */
    @Schema(name = "WrittenDown")
    record Added(String by) {}

    @GetMapping("/api/v1/audit")
    @Operation(operationId = "audit", summary = "What operators did by hand")
    Done done(HttpServletRequest request) {
        apiKeys.operatorOf(request);
        return new Done(audit.entries());
    }

    /** Writes down what an operator does at another service; all parameters but {@code action} and {@code outcome} are with what. */
    @PostMapping("/api/v1/audit")
    @Operation(
            operationId = "addToAudit",
            summary = "Writes down what an operator does at another service",
            description = "Parameters of other names are with what it was done.")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Added.class)))
    ResponseEntity<?> add(
            @RequestParam String action,
            @RequestParam String outcome,
            @Parameter(hidden = true) @RequestParam Map<String, String> all,
            HttpServletRequest request) {
        String operator = apiKeys.operatorOf(request);
        Map<String, String> parameters = new TreeMap<>(all);
        parameters.keySet().removeAll(List.of("action", "outcome"));
        if (action.isBlank()
                || all.size() > MOST_PARAMETERS
                || all.values().stream().anyMatch(each -> each.length() > LONGEST)) {
            return problem("action must be said, with at most %d parameters of at most %d characters."
                    .formatted(MOST_PARAMETERS, LONGEST));
        }
        audit.add(operator, action, parameters, outcome);
        return ResponseEntity.status(HttpStatus.CREATED).body(new Added(operator));
    }

    private static @Nullable String wrong(@Nullable String topic, @Nullable String reason) {
        List<String> topics = Topics.all().stream().map(each -> each.name()).toList();
        if (topic != null && !topics.contains(topic)) {
            return "topic must be one of %s.".formatted(String.join(", ", topics));
        }
        if (reason != null && !REASONS.contains(reason)) {
            return "reason must be one of %s.".formatted(String.join(", ", REASONS));
        }
        return null;
    }

    private static ResponseEntity<ProblemDetail> problem(String detail) {
        return ResponseEntity.badRequest().body(ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail));
    }
}
