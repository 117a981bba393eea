package org.citestream.events;

/** A record of a topic cannot be read; the message says what is wrong with it. */
public final class UnreadableEventException extends RuntimeException {

    public UnreadableEventException(String message) {
        super(message);
    }

    public UnreadableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
