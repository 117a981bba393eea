package org.citestream.events.operations;

import org.citestream.events.http.ComeAgain;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers who is no operator, and what cannot be written down; before the advice of a service that answers whatever is unforeseen. */
@RestControllerAdvice
@Order(-1)
final class OperatorRefusals {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(OperatorRecord.RefusedException e) {
        HttpStatus status = HttpStatus.valueOf(e.status());
        HttpHeaders headers = ComeAgain.headers(status);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return new ResponseEntity<>(
                ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage())), headers, status);
    }
}
