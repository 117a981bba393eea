package org.citestream.ingest.assembly;

import org.springframework.dao.OptimisticLockingFailureException;

/** Another has taken over what the caller took for its own; whoever owns it now reads the same notices, so nothing is lost. */
public final class OvertakenOwnerException extends OptimisticLockingFailureException {

    private static final long serialVersionUID = 1;

    public OvertakenOwnerException(String what) {
        super(what + " by now: this instance was silent for too long");
    }
}
