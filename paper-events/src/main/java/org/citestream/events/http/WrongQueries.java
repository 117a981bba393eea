package org.citestream.events.http;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers parameters that are none, and broken UTF-8 and percent signs in queries, where the server cannot even tell the parameters apart. */
@RestControllerAdvice
public final class WrongQueries {

    private static final String ALLOWED = "UTF-8 in percent encoding";

    WrongQueries() {}

    @ExceptionHandler
    ProblemDetail unreadable(InvalidParameterException e) {
        return problem(e);
    }

    @ExceptionHandler
    ProblemDetail refused(RefusedParameterException e) {
        return problem(e);
    }

    /** A query that the server cannot take apart, in words. */
    public static ProblemDetail problem(InvalidParameterException e) {
        return problem("The query is not " + ALLOWED + ": " + e.getMessage(), "query", ALLOWED);
    }

    /** A parameter that is not what it may be, in words. */
    public static ProblemDetail problem(RefusedParameterException e) {
        return problem(String.valueOf(e.getMessage()), e.parameter(), e.allowed());
    }

    private static ProblemDetail problem(String detail, String parameter, String allowed) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
        problem.setProperty("parameter", parameter);
        problem.setProperty("allowed", allowed);
        return problem;
    }
}
