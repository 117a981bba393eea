package org.citestream.ingest.polling;

import java.io.IOException;

/** A source answered something else than the document that it was asked for: the run stops, and nothing of the answer is used. */
class UnexpectedAnswerException extends IOException {

    UnexpectedAnswerException(String message) {
        super(message);
    }
}
