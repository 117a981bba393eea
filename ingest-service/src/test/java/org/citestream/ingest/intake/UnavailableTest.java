package org.citestream.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoTimeoutException;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

/** What is away is named, however its failure comes. */
class UnavailableTest {

    static Arguments[] failures() {
        return new Arguments[] {
            Arguments.of(new KafkaException("away"), "brokerAway"),
            Arguments.of(new CompletionException(new TimeoutException("away")), "brokerAway"),
            Arguments.of(new MongoTimeoutException("away"), "storeAway"),
            Arguments.of(new DataAccessResourceFailureException("away"), "storeAway"),
            Arguments.of(new CompletionException(new MongoTimeoutException("away")), "storeAway"),
            Arguments.of(
                    new CompletionException(new IllegalStateException(new MongoTimeoutException("away"))), "storeAway"),
        };
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureThatIsWrappedIsAnsweredAsItIsBare(Exception failure, String answer) {
        assertThat(new ExceptionHandlerMethodResolver(Unavailable.class).resolveMethod(failure))
                .isNotNull()
                .satisfies(method -> assertThat(method.getName()).isEqualTo(answer));
    }
}
