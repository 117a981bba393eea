package org.citestream.ingest.submission;

/** A value is not one that its field may have; the message goes on from the name of the field: "is blank". */
public final class RefusedValueException extends Exception {

    private final String path;

    /**
     * Refuses.
     *
     * @param reason what is wrong and what is allowed, going on from the name of the field
     */
    public RefusedValueException(String reason) {
        this("", reason);
    }

    RefusedValueException(String path, String reason) {
        // Without a stack trace: it tells of the input, not of the code, and a bad file brings one per record.
        super(reason, null, false, false);
        this.path = path;
    }

    /** What is wrong and what is allowed, in words. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** Where below the field the value stands, as a JSON pointer; empty for the field itself. */
    String path() {
        return path;
    }

    /** The same one step further up. */
    RefusedValueException below(Object step) {
        return new RefusedValueException("/" + step + path, reason());
    }
}
