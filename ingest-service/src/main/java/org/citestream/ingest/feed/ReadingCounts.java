package org.citestream.ingest.feed;

import java.util.TreeMap;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.submission.Reading;

/** Counts what a reader hands on, so that it is known as well where the input breaks off. */
public final class ReadingCounts {

    private final TreeMap<String, Long> leftOut = new TreeMap<>();
    private long read;
    private long accepted;
    private long refused;
    private long outside;

    /** The next reading; several of one record count once. */
    public void add(Reading reading) {
        if (reading.number() <= read) {
            return;
        }
        read = reading.number();
        switch (reading) {
            case Reading.Accepted taken -> {
                accepted++;
                if (taken.submission() instanceof SubmittedPaper paper && paper.outside() != null) {
                    outside++;
                }
            }
            case Reading.Refused _ -> refused++;
            case Reading.LeftOut out -> leftOut.merge(out.reason(), 1L, Long::sum);
        }
    }

    /** How many of those that were accepted are works of no venue of the collection, which never make a paper. */
    public long outside() {
        return outside;
    }

    /** What became of the records so far. */
    public ReadingReport report() {
        return new ReadingReport(read, accepted, leftOut, refused);
    }
}
