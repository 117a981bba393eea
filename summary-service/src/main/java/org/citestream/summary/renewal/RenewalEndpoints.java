package org.citestream.summary.renewal;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.citestream.events.SummaryEvent;
import org.citestream.events.operations.OperatorRecord;
import org.citestream.summary.spending.Budget;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What operators ask of the summaries: to be made again, what that would cost, and what was spent. */
@RestController
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
    @PostMapping("/api/v1/summaries/renewals")
    ResponseEntity<Object> renew(
            @RequestHeader(name = OperatorKeys.HEADER, required = false) @Nullable String key,
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
    Budget.Report spending(@RequestHeader(name = OperatorKeys.HEADER, required = false) @Nullable String key) {
        String _ = keys.operatorOf(key);
        return budget.report();
    }

    /** What the last summary of a paper used and cost, and how it stands. */
    @GetMapping("/api/v1/summaries/spending/{paper}")
    ResponseEntity<Object> spending(
            @RequestHeader(name = OperatorKeys.HEADER, required = false) @Nullable String key,
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
                event.reason()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unauthorized(OperatorKeys.UnauthorizedException e) {
        return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                .header("WWW-Authenticate", "ApiKey header=\"" + OperatorKeys.HEADER + "\"")
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.UNAUTHORIZED, String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notWrittenDown(OperatorRecord.RefusedException e) {
        HttpStatus status = HttpStatus.valueOf(e.status());
        return ResponseEntity.status(status)
                .body(ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ProblemDetail badRequest(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    /** The body of a request. */
    record Request(
            @Nullable Integer paper,
            @Nullable String venue,
            @Nullable String promptVersion,
            @Nullable Boolean all,
            @Nullable Boolean dryRun) {}

    /**
     * What is known of the last summary of a paper.
     *
     * @param tokens of all calls that were made for it, or null where nobody counted
     * @param dollars that they cost, or null where no price is configured
     * @param reason why there is no better one, or null
     */
    record OfPaper(
            int paper,
            SummaryEvent.Status status,
            SummaryEvent.@Nullable Method method,
            @Nullable String model,
            @Nullable String promptVersion,
            @Nullable Instant date,
            SummaryEvent.@Nullable Tokens tokens,
            @Nullable BigDecimal dollars,
            @Nullable String reason) {}

    /** The answer to an order. */
    record Ordered(long order, Instant at, String by) {}
}
