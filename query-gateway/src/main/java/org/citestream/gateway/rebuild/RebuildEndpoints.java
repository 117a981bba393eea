package org.citestream.gateway.rebuild;

import io.swagger.v3.oas.annotations.Hidden;
import java.util.Locale;
import org.citestream.events.operations.OperatorRecord;
import org.citestream.gateway.api.BadParameterException;
import org.citestream.gateway.api.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/rebuilds}, for operators. The API for readers says nothing of it. */
@RestController
@Hidden
class RebuildEndpoints {

    private final Rebuilds rebuilds;
    private final OperatorRecord operators;

    RebuildEndpoints(Rebuilds rebuilds, OperatorRecord operators) {
        this.rebuilds = rebuilds;
        this.operators = operators;
    }

    @PostMapping("/api/v1/rebuilds")
    ResponseEntity<?> begin(
            @RequestParam(defaultValue = "") String what,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = OperatorRecord.KEY, required = false) @Nullable String key) {
        Rebuilds.What which = switch (what.toLowerCase(Locale.ROOT)) {
            case "views" -> Rebuilds.What.VIEWS;
            case "words" -> Rebuilds.What.WORDS;
            default -> throw new BadParameterException("what", what, "views or words");
        };
        Rebuilds.Rebuild begun = rebuilds.begin(which, dryRun, key);
        if (begun == null) {
            return problem(HttpStatus.CONFLICT, "Another rebuild is under way at this instance.");
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(begun);
    }

    @GetMapping("/api/v1/rebuilds/last")
    Rebuilds.Rebuild last(@RequestHeader(name = OperatorRecord.KEY, required = false) @Nullable String key) {
        operators.requireOperator(key);
        Rebuilds.Rebuild last = rebuilds.last();
        if (last == null) {
            throw new NotFoundException("Nothing was rebuilt at this instance since it started.");
        }
        return last;
    }

    @ExceptionHandler
    ResponseEntity<?> refused(OperatorRecord.RefusedException e) {
        return problem(HttpStatus.valueOf(e.status()), String.valueOf(e.getMessage()));
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String detail) {
        return ResponseEntity.status(status).body(ProblemDetail.forStatusAndDetail(status, detail));
    }
}
