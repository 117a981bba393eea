package org.citestream.ingest.feed;

import java.util.TreeMap;
import org.citestream.ingest.submission.Reading;

/** Counts what a reader hands on, so that it is known as well where the input breaks off. */
public final class ReadingCounts {

    private final TreeMap<String, Long> leftOut = new TreeMap<>();
    private long read;
    private long accepted;
    private long refused;

    /** The next reading; several of one record count once. */
    public void add(Reading reading) {
        if (reading.number() <= read) {
            return;
        }
        read = reading.number();
        switch (reading) {
            case Reading.Accepted _ -> accepted++;
            case Reading.Refused _ -> refused++;
            case Reading.LeftOut out -> leftOut.merge(out.reason(), 1L, Long::sum);
        }
    }

    /** What became of the records so far. */
    public ReadingReport report() {
        return new ReadingReport(read, accepted, leftOut, refused);
    }
}
