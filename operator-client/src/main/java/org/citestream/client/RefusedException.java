package org.citestream.client;

/** What was asked for is not done; the message says why, in one line. */
final class RefusedException extends RuntimeException {

    RefusedException(String message) {
        super(message);
    }
}
