package org.citestream.gateway.operators;

/** The ingest service does not do what it was asked to; the message says why. */
public final class RefusedException extends Exception {

    private final boolean byKey;

    RefusedException(String message, boolean byKey) {
        super(message);
        this.byKey = byKey;
    }

    /** Whether it was the key that was refused. */
    public boolean isByKey() {
        return byKey;
    }
}
