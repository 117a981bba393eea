package org.citestream.ingest.polling;

import java.io.IOException;
import java.time.Instant;

/** A source asks to be left alone for longer than a run waits. */
final class LaterException extends IOException {

    private final Instant at;

    LaterException(String address, Instant at) {
        super(address + " asks not to be asked again before " + at);
        this.at = at;
    }

    Instant at() {
        return at;
    }
}
