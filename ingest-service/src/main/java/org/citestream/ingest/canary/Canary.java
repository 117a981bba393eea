package org.citestream.ingest.canary;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.citestream.events.PaperEvent;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.intake.SubmissionLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Submits one paper again and again, each time with another abstract. It goes the way of every submission, through the same topics and stages; but
 * it is withdrawn from the beginning, and so it is in no list, count or rank, and no model is asked about it.
 */
@Component
final class Canary implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Canary.class);
    private static final int YEAR = 2000;

    private final SubmissionLog submissions;
    private final CanaryProperties properties;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("canary").factory());

    Canary(SubmissionLog submissions, CanaryProperties properties, InstantSource clock) {
        this.submissions = submissions;
        this.properties = properties;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        long millis = properties.every().toMillis();
        if (millis > 0) {
            timer.scheduleWithFixedDelay(this::send, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** One that cannot be sent is not sent later: that it is missing is what it is for. */
    private void send() {
        Instant now = clock.instant();
        try {
            submissions
                    .add(new SubmittedPaper(
                            PaperEvent.CANARY_SOURCE,
                            "canary",
                            "The canary of this collection",
                            List.of(),
                            null,
                            YEAR,
                            null,
                            "Sent at " + now,
                            null,
                            null,
                            List.of(),
                            null,
                            PaperEvent.CANARY_FEED,
                            now))
                    .join();
        } catch (CompletionException | KafkaException | IllegalStateException e) {
            log.warn("The canary could not be sent: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
