package org.citestream.summary.model;

/** The request never got to the provider, who can thus not bill it; the cause says why. */
final class NotSentException extends RuntimeException {

    NotSentException(Throwable cause) {
        super(cause);
    }
}
