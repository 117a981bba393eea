package org.citestream.events.operations;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers who is no operator, and what cannot be written down; before the advice of a service that answers whatever is unforeseen. */
@RestControllerAdvice
@Order(-1)
final class OperatorRefusals {

    @ExceptionHandler
    ProblemDetail refused(OperatorRecord.RefusedException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(e.status()), String.valueOf(e.getMessage()));
    }
}
