package org.citestream.events.http;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers parameters that are none, and broken UTF-8 and percent signs in queries, where the server cannot even tell the parameters apart. */
@RestControllerAdvice
final class WrongQueries {

    private static final String ALLOWED = "UTF-8 in percent encoding";

    @ExceptionHandler
    ProblemDetail unreadable(InvalidParameterException e) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "The query is not " + ALLOWED + ": " + e.getMessage());
        problem.setProperty("parameter", "query");
        problem.setProperty("allowed", ALLOWED);
        return problem;
    }

    @ExceptionHandler
    ProblemDetail refused(RefusedParameterException e) {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        problem.setProperty("parameter", e.parameter());
        problem.setProperty("allowed", e.allowed());
        return problem;
    }
}
