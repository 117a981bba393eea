package org.citestream.ingest.submission;

import java.io.IOException;
import java.util.Locale;

/**
 * The input cannot be read to its end: a connection was lost, compressed data are cut off, XML is malformed. What was read
 * before stands.
 */
public final class BrokenOffException extends IOException {

    private final long recordsRead;

    /**
     * Says where and why.
     *
     * @param recordsRead how many records had been read before, refused ones included
     * @param last the key of the last of them, or empty where it is not known
     * @param reason why it went no further
     * @param cause what was thrown
     */
    public BrokenOffException(long recordsRead, String last, String reason, Throwable cause) {
        super("the input broke off after " + records(recordsRead, last) + ": " + reason, cause);
        this.recordsRead = recordsRead;
    }

    private static String records(long count, String last) {
        String records = String.format(Locale.ROOT, "%,d record%s", count, count == 1 ? "" : "s");
        return last.isEmpty() ? records : records + " (the last is " + last + ")";
    }

    /** How many records had been read, refused ones included. */
    public long recordsRead() {
        return recordsRead;
    }
}
