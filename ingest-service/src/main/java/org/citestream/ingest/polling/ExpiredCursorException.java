package org.citestream.ingest.polling;

import java.io.IOException;

/** A source has forgotten the place in a list that it gave out: the list is read again from where the run began. */
final class ExpiredCursorException extends IOException {

    ExpiredCursorException(String message) {
        super(message);
    }
}
