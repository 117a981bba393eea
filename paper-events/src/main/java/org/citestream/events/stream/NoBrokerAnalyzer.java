package org.citestream.events.stream;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets Spring Boot say in one line, without a stack trace, that the broker is absent. */
final class NoBrokerAnalyzer extends AbstractFailureAnalyzer<NoBrokerException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NoBrokerException cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
