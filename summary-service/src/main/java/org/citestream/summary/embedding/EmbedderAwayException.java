package org.citestream.summary.embedding;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The model cannot be had now; asking again may help. */
public final class EmbedderAwayException extends RuntimeException {

    private final @Nullable Duration retryAfter;

    /**
     * @param retryAfter when it is worth to ask again; null where nobody said
     */
    EmbedderAwayException(String message, Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** When it is worth to ask again; null where nobody said. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
