package org.citestream.gateway.api;

/** What was asked for does not exist; the message says what. */
public final class NotFoundException extends RuntimeException {

    public NotFoundException(String message) {
        super(message);
    }
}
