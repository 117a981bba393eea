package org.citestream.ingest.intake;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers requests without a known API key, or with one that does not allow what is asked for. */
@RestControllerAdvice
class UnauthorizedAdvice {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unauthorized(ApiKeys.UnauthorizedException e) {
        return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                .header("WWW-Authenticate", "ApiKey header=\"" + ApiKeys.HEADER + "\"")
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.UNAUTHORIZED, String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ProblemDetail forbidden(ApiKeys.ForbiddenException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, String.valueOf(e.getMessage()));
    }
}
