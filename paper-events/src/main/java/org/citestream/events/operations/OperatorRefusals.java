package org.citestream.events.operations;

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

    private static final String AGAIN_IN_SECONDS = "5";

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(OperatorRecord.RefusedException e) {
        HttpStatus status = HttpStatus.valueOf(e.status());
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.set(HttpHeaders.RETRY_AFTER, AGAIN_IN_SECONDS);
        }
        return new ResponseEntity<>(
                ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage())), headers, status);
    }
}
