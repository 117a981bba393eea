package org.citestream.summary.embedding;

/** The model cannot be had now; asking again may help. */
public final class EmbedderAwayException extends RuntimeException {

    EmbedderAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
