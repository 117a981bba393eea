package org.citestream.gateway.progress;

/** How far things have come cannot be told, since the broker or the database did not answer. */
public final class ProgressUnknownException extends RuntimeException {

    ProgressUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
