package org.citestream.summary.renewal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.citestream.events.SummaryEvent;
import org.citestream.events.openapi.ServiceDescription;
import org.citestream.events.operations.OperatorRecord;
import org.citestream.summary.spending.Budget;
import org.citestream.summary.spending.Spending;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What operators ask of the summaries: to be made again, what that would cost, and what was spent. */
@RestController
@Tag(name = "summaries")
@SecurityRequirement(name = ServiceDescription.KEY)
class RenewalEndpoints {

    private static final Logger log = LoggerFactory.getLogger(RenewalEndpoints.class);
    private static final String RENEW = "renew summaries";

    private final OperatorKeys keys;
    private final Orders orders;
    private final Renewals renewals;
    private final Budget budget;
    private final WorkList workList;
    private final InstantSource clock;
    private final OperatorRecord record;

    RenewalEndpoints(
            OperatorKeys keys,
            Orders orders,
            Renewals renewals,
            Budget budget,
            WorkList workList,
            InstantSource clock,
            OperatorRecord record) {
        this.keys = keys;
        this.orders = orders;
        this.renewals = renewals;
        this.budget = budget;
        this.workList = workList;
        this.clock = clock;
        this.record = record;
    }

    /** Orders summaries to be made again, which is written down first and not done if it cannot be; or tells what that would cost. */
    @PostMapping(path = "/api/v1/summaries/renewals", consumes = "application/json")
    @Operation(
            operationId = "renew",
            summary = "Orders summaries to be made again, for operators",
            description =
                    "Those of one `paper`, of a `venue`, of a `promptVersion`, or `all`; with `dryRun` tells what that would cost.")
    @ApiResponse(
            responseCode = "202",
            description = "It is ordered",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Ordered.class)))
    @ApiResponse(
            responseCode = "200",
            description = "What it would cost",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Estimate.class)))
    ResponseEntity<Object> renew(
            @Parameter(hidden = true) @RequestHeader(name = OperatorKeys.HEADER, required = false) @Nullable String key,
            @RequestBody Request request) {
        String operator = keys.operatorOf(key);
        Scope scope = new Scope(request.paper(), request.venue(), request.promptVersion(), request.all());
        if (Boolean.TRUE.equals(request.dryRun())) {
            return ResponseEntity.ok(renewals.estimate(scope));
        }
        Map<String, String> what = Map.of("scope", scope.toString());
        record.add(key, RENEW, what, "ordered");
        Order order;
        try {
            order = orders.add(scope, clock.instant(), operator);
        } catch (RuntimeException e) {
            writeDownFailure(key, what);
            throw e;
        }
        log.info("{} orders summaries to be made again: {}", operator, scope);
        renewals.wake();
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(new Ordered(order.number(), order.at(), operator));
    }

    /** The order that was written down is not there; if this cannot be written down either, the log has it. */
    private void writeDownFailure(@Nullable String key, Map<String, String> what) {
        try {
            record.add(key, RENEW, what, "failed: the order could not be kept");
        } catch (OperatorRecord.RefusedException e) {
            log.warn("Could not write down that the order {} failed: {}", what, e.getMessage());
        }
    }

    /** What was spent, and what is left. */
    @GetMapping("/api/v1/summaries/spending")
    @Operation(operationId = "spending", summary = "What was spent on summaries, and what is left")
    Budget.Report spending(
            @Parameter(hidden = true) @RequestHeader(name = OperatorKeys.HEADER, required = false) @Nullable
                    String key) {
        String _ = keys.operatorOf(key);
        return budget.report();
    }

    /** What the last summary of a paper used and cost, and how it stands. */
    @GetMapping("/api/v1/summaries/spending/{paper}")
    @Operation(
            operationId = "spendingOnPaper",
            summary = "What the last summary of a paper used and cost, and what was spent on the paper in all")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OfPaper.class)))
    ResponseEntity<Object> spending(
            @Parameter(hidden = true) @RequestHeader(name = OperatorKeys.HEADER, required = false) @Nullable String key,
            @PathVariable int paper) {
        String _ = keys.operatorOf(key);
        SummaryState last =
                workList.find(List.of(paper)).getOrDefault(paper, Progress.NONE).summary();
        if (last == null) {
            return ResponseEntity.of(ProblemDetail.forStatusAndDetail(
                            HttpStatus.NOT_FOUND, "Nothing is known of a summary of paper " + paper))
                    .build();
        }
        SummaryEvent event = last.event();
        return ResponseEntity.ok(new OfPaper(
                paper,
                event.status(),
                event.method(),
                event.model(),
                event.promptVersion(),
                event.date(),
                event.tokens(),
                event.cost(),
                budget.ofPaper(paper),
                event.reason()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unauthorized(OperatorKeys.UnauthorizedException e) {
        return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                .header("WWW-Authenticate", "ApiKey header=\"" + OperatorKeys.HEADER + "\"")
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.UNAUTHORIZED, String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ProblemDetail unreadable(HttpMessageNotReadableException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, """
                The body must be a JSON object with one of paper (an id), venue, promptVersion and all (true), and maybe dryRun (true or \
                false); it has no other fields.""");
    }

    @ExceptionHandler
    ProblemDetail badRequest(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    /** The body of a request. */
    @Schema(name = "RenewalRequest")
    record Request(
            @Nullable Integer paper,
            @Nullable String venue,
            @Nullable String promptVersion,
            @Nullable Boolean all,
            @Nullable Boolean dryRun) {}

    /**
     * What is known of the last summary of a paper.
     *
     * @param tokens of the calls of the attempt that it came of, or null where nobody counted
     * @param dollars that they cost, or null where no price is configured
     * @param spent on the paper in all: attempts that came to nothing, and summaries before the last, included
     * @param reason why there is no better one, or null
     */
    @Schema(name = "SpentOnPaper")
    record OfPaper(
            int paper,
            SummaryEvent.Status status,
            SummaryEvent.@Nullable Method method,
            @Nullable String model,
            @Nullable String promptVersion,
            @Nullable Instant date,
            SummaryEvent.@Nullable Tokens tokens,
            @Nullable BigDecimal dollars,
            Spending spent,
            @Nullable String reason) {}

    /** The answer to an order. */
    @Schema(name = "RenewalOrder")
    record Ordered(long order, Instant at, String by) {}
}
