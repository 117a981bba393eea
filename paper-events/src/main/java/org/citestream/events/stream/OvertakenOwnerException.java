package org.citestream.events.stream;

/** Another has taken over what the caller took for its own; whoever owns it now reads the same records, so nothing is lost. It passes. */
public final class OvertakenOwnerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public OvertakenOwnerException(String what) {
        super(what + " by now: this instance was silent for too long");
    }
}
