package org.citestream.ingest.intake;

import java.util.concurrent.CompletableFuture;
import org.citestream.events.Submission;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.ingest.identity.SubmissionVersions;

/** The topic {@code submissions}, as those see it who add to it. */
public final class SubmissionLog {

    private final EventWriter writer;
    private final SubmissionVersions versions;

    /** The writer is closed by whoever made it. */
    public SubmissionLog(EventWriter writer, SubmissionVersions versions) {
        this.writer = writer;
        this.versions = versions;
    }

    /**
     * Adds a submission; blocks while too many are on their way.
     *
     * @return completes with its receipt once Kafka has acknowledged it
     */
    public CompletableFuture<Receipt> add(Submission submission) {
        return writer.send(Topics.SUBMISSIONS, submission)
                .thenApply(
                        place -> new Receipt(place.partition(), versions.of(place.offset()), submission.recordKey()));
    }
}
