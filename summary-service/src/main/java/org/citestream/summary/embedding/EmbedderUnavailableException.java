package org.citestream.summary.embedding;

/** The model cannot run on this machine; the message says what it needs. */
public final class EmbedderUnavailableException extends RuntimeException {

    EmbedderUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
