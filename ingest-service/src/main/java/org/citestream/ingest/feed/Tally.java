package org.citestream.ingest.feed;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.citestream.events.Submission;
import org.citestream.ingest.submission.BrokenOffException;
import org.citestream.ingest.submission.Reading;
import org.jspecify.annotations.Nullable;

/** Hands on the records of one input and keeps count: each is accepted, left out for a reason, or refused. */
public final class Tally {

    private final Consumer<? super Reading> to;
    private final TreeMap<String, Long> leftOut = new TreeMap<>();
    private long read;
    private long accepted;
    private long refused;
    private String lastKey = "";

    public Tally(Consumer<? super Reading> to) {
        this.to = to;
    }

    /** The record became a submission. */
    public void accept(Submission submission) {
        accept(List.of(submission));
    }

    /** The record became a submission, and its source tells more of it in another form. */
    public void acceptExcerpt(Submission submission) {
        read++;
        accepted++;
        lastKey = submission.recordKey();
        to.accept(new Reading.Accepted(read, submission, true));
    }

    /** The record became several submissions, which count as one record. */
    public void accept(List<? extends Submission> submissions) {
        read++;
        accepted++;
        for (Submission submission : submissions) {
            lastKey = submission.recordKey();
            to.accept(new Reading.Accepted(read, submission));
        }
    }

    /** The record is none of a paper, or none that can be placed. */
    public void leaveOut(String reason) {
        read++;
        leftOut.merge(reason, 1L, Long::sum);
        to.accept(new Reading.LeftOut(read, reason));
    }

    /** The record says something that is not allowed, as {@link Reading.Refused} has it. */
    public void refuse(@Nullable String recordKey, String field, String reason) {
        read++;
        refused++;
        lastKey = recordKey == null ? "" : recordKey;
        to.accept(new Reading.Refused(read, recordKey, field, reason));
    }

    /** What became of the records so far. */
    public ReadingReport report() {
        return new ReadingReport(read, accepted, leftOut, refused);
    }

    /** The input can be made sense of no further. */
    public BrokenOffException brokenOff(String reason, Throwable cause) {
        return new BrokenOffException(read, lastKey, reason, cause);
    }
}
