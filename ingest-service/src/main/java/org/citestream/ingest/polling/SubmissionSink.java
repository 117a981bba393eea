package org.citestream.ingest.polling;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.citestream.events.Submission;
import org.citestream.ingest.assembly.Excerpts;
import org.citestream.ingest.identity.Backlog;
import org.citestream.ingest.intake.SubmissionLog;
import org.springframework.stereotype.Component;

/** The topic {@code submissions}, into which feeds pour no faster than the papers are identified. */
@Component
class SubmissionSink implements Sink {

    private final SubmissionLog submissions;
    private final Excerpts excerpts;
    private final Backlog backlog;

    SubmissionSink(SubmissionLog submissions, Excerpts excerpts, Backlog backlog) {
        this.submissions = submissions;
        this.excerpts = excerpts;
        this.backlog = backlog;
    }

    @Override
    public CompletableFuture<?> add(Submission submission) {
        return submissions.add(submission);
    }

    @Override
    public List<? extends Submission> completed(List<? extends Submission> told) throws InterruptedException {
        return excerpts.completed(told);
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        backlog.awaitRoom();
    }
}
