package org.citestream.summary.embedding;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The model cannot be had now; asking again may help. */
public final class EmbedderAwayException extends RuntimeException {

    private final @Nullable Duration retryAfter;
    private final boolean mayBeTheText;

    /**
     * @param retryAfter when it is worth to ask again; null where nobody said
     * @param mayBeTheText whether it may be for one of the texts that it failed
     */
    EmbedderAwayException(String message, Throwable cause, @Nullable Duration retryAfter, boolean mayBeTheText) {
        super(message, cause);
        this.retryAfter = retryAfter;
        this.mayBeTheText = mayBeTheText;
    }

    /** Whether it may be for one of the texts that it failed: then another can be had. */
    boolean mayBeTheText() {
        return mayBeTheText;
    }

    /** When it is worth to ask again; null where nobody said. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
