package org.citestream.ingest.submission;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Reads submissions from JSON: one document, an array of them, or one a line (NDJSON), of any length in bounded memory. The
 * form is told by the content.
 *
 * <ul>
 *   <li>A record whose content is not allowed, that is not valid UTF-8, nests brackets deeper than 64 or is longer than the
 *       limit is refused alone, in each form.
 *   <li>A line that is not JSON is refused alone. Inside an array or a document over several lines it ends the reading, since
 *       where the next record begins cannot be told; what came before stands.
 *   <li>A field given twice is refused; fields that are not known are passed over. Numbers are numbers, not strings.
 *   <li>Text is taken as NFC with every run of white space made one space; control characters (NUL too) and halves of
 *       surrogate pairs are refused.
 * </ul>
 */
public final class SubmissionReader {

    private final RecordReading reading;

    /** A reader that admits records of up to 16 MB. */
    public SubmissionReader(InstantSource time) {
        this(time, RecordReading.MAX_RECORD_BYTES);
    }

    /**
     * A reader with a limit of its own.
     *
     * @param time says when a record was accepted and which years are possible
     * @param maxRecordBytes longest record, in bytes of UTF-8
     */
    public SubmissionReader(InstantSource time, int maxRecordBytes) {
        this.reading = new RecordReading(maxRecordBytes, new PaperParser(time));
    }

    /**
     * Reads to the end and hands on each record in its order.
     *
     * @param json UTF-8, not compressed
     * @param feed what the submissions are to name as the feed that they came by
     * @param to receives each record; what it throws ends the reading
     * @return how many records there were, refused ones included; 0 where the input is blank
     * @throws BrokenOffException if the input fails
     */
    public long read(InputStream json, String feed, Consumer<? super Reading> to) throws IOException {
        return reading.read(json, feed, to);
    }
}
