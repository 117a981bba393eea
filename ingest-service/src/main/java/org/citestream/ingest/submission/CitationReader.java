package org.citestream.ingest.submission;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Reads citation pairs, {@code {"source", "citing", "cited"}} with two identity keys, in the forms and with the care of
 * {@link SubmissionReader}.
 */
public final class CitationReader {

    private final RecordReading reading;

    /** A reader that admits records of up to 16 MB. */
    public CitationReader(InstantSource time) {
        this(time, RecordReading.MAX_RECORD_BYTES);
    }

    /**
     * A reader with a limit of its own.
     *
     * @param time says when a record was accepted
     * @param maxRecordBytes longest record, in bytes of UTF-8
     */
    public CitationReader(InstantSource time, int maxRecordBytes) {
        this.reading = new RecordReading(maxRecordBytes, new CitationParser(time));
    }

    /**
     * Reads to the end and hands on each record in its order.
     *
     * @param json UTF-8, not compressed
     * @param feed what the citations are to name as the feed that they came by
     * @param to receives each record; what it throws ends the reading
     * @return how many records there were, refused ones included; 0 where the input is blank
     * @throws BrokenOffException if the input fails
     */
    public long read(InputStream json, String feed, Consumer<? super Reading> to) throws IOException {
        return reading.read(json, feed, to);
    }
}
