package org.citestream.events.start;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says in one line why a service did not start. Spring Boot's own block of lines is switched off in {@code event-stream.yml}. */
public final class OneLineReporter implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(OneLineReporter.class);

    @Override
    public void report(FailureAnalysis analysis) {
        String action = analysis.getAction();
        String line = analysis.getDescription() + (action == null ? "" : " " + action);
        log.error("Not started: {}", line.strip().replaceAll("\\s+", " "));
    }
}
