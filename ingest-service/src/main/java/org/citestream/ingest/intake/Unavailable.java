package org.citestream.ingest.intake;

import com.mongodb.MongoException;
import org.apache.kafka.common.KafkaException;
import org.citestream.events.http.ComeAgain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers while the store or the broker is away: what could not be told or taken now can be, in a moment. What others wrap these failures in,
 * such as a future that ended with one, is looked through.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class Unavailable {

    private static final Logger log = LoggerFactory.getLogger(Unavailable.class);

    @ExceptionHandler({MongoException.class, DataAccessResourceFailureException.class})
    ResponseEntity<ProblemDetail> storeAway(Exception e) {
        log.warn("The store does not answer", e);
        return problem("The store does not answer. Send the request again in a moment.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> brokerAway(KafkaException e) {
        log.warn("Kafka does not answer", e);
        return problem("Kafka does not answer. Send the request again in a moment.");
    }

    private static ResponseEntity<ProblemDetail> problem(String detail) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .headers(ComeAgain.headers(HttpStatus.SERVICE_UNAVAILABLE))
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, detail));
    }
}
