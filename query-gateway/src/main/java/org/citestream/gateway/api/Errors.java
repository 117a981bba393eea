package org.citestream.gateway.api;

import com.mongodb.MongoException;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.citestream.events.http.ComeAgain;
import org.citestream.events.http.RefusedParameterException;
import org.citestream.events.http.WrongQueries;
import org.citestream.gateway.catalogue.CursorGoneException;
import org.citestream.gateway.catalogue.SemanticSearchUnavailableException;
import org.citestream.gateway.progress.ProgressUnknownException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Answers what cannot be served: with RFC 9457 problems under {@code /api}, with a page elsewhere. */
@ControllerAdvice
@Order(0)
class Errors extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Errors.class);

    private final ErrorPages pages;

    Errors(ErrorPages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> badParameter(RefusedParameterException e, WebRequest request) {
        return answer(e, WrongQueries.problem(e), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> notFound(NotFoundException e, WebRequest request) {
        return answer(e, problem(HttpStatus.NOT_FOUND, e), request);
    }

    /** Broken UTF-8 or percent signs: the server cannot even tell the parameters apart. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unreadable(InvalidParameterException e, WebRequest request) {
        return answer(e, WrongQueries.problem(e), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> cursorGone(CursorGoneException e, WebRequest request) {
        ProblemDetail problem = problem(HttpStatus.GONE, e);
        problem.setProperty("parameter", "cursor");
        return answer(e, problem, request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> noSemanticSearch(SemanticSearchUnavailableException e, WebRequest request) {
        return answer(e, problem(HttpStatus.SERVICE_UNAVAILABLE, e), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unknownProgress(ProgressUnknownException e, WebRequest request) {
        log.warn("{}", e.getMessage(), e.getCause());
        return answer(e, problem(HttpStatus.SERVICE_UNAVAILABLE, e), request);
    }

    @ExceptionHandler({MongoException.class, DataAccessResourceFailureException.class})
    @Nullable
    ResponseEntity<Object> storeAway(Exception e, WebRequest request) {
        log.warn("The store does not answer", e);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "The paper store does not answer; try again in a moment.");
        return answer(e, problem, request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unforeseen(Exception e, WebRequest request) {
        log.error("A request could not be served", e);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "The request could not be served; the service's log says why.");
        return answer(e, problem, request);
    }

    /** The body is no JSON, or there is none. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String where = e.getCause() instanceof JacksonException broken && broken.getLocation() != null
                ? "; it breaks off at line " + broken.getLocation().getLineNr() + ", column "
                        + broken.getLocation().getColumnNr()
                : "";
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "The body must be a JSON document in UTF-8" + where + ".");
        problem.setProperty("parameter", "body");
        problem.setProperty("allowed", "a JSON document in UTF-8");
        return answer(e, problem, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = e.getBody();
        problem.setProperty("parameter", HttpHeaders.CONTENT_TYPE);
        problem.setProperty("allowed", MediaType.toString(e.getSupportedMediaTypes()));
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (request instanceof ServletWebRequest web && !isForPrograms(web.getRequest())) {
            String detail = body instanceof ProblemDetail problem ? problem.getDetail() : null;
            return ResponseEntity.status(status)
                    .headers(headers)
                    .contentType(MediaType.TEXT_HTML)
                    .body(pages.page(status.value(), detail));
        }
        HttpHeaders problemHeaders = new HttpHeaders();
        problemHeaders.putAll(headers);
        problemHeaders.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return super.handleExceptionInternal(e, body, problemHeaders, status, request);
    }

    private @Nullable ResponseEntity<Object> answer(Exception e, ProblemDetail problem, WebRequest request) {
        HttpStatusCode status = HttpStatusCode.valueOf(problem.getStatus());
        return handleExceptionInternal(e, problem, ComeAgain.headers(status), status, request);
    }

    private static ProblemDetail problem(HttpStatus status, Exception e) {
        return ProblemDetail.forStatusAndDetail(status, e.getMessage());
    }

    private static boolean isForPrograms(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/api/") || path.startsWith("/actuator");
    }
}
