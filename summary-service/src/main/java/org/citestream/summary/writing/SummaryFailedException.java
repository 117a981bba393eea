package org.citestream.summary.writing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No summary was to be had; the message says why, in words. */
public final class SummaryFailedException extends Exception {

    private final boolean passing;
    private final @Nullable Duration retryAfter;

    private SummaryFailedException(
            String message, @Nullable Throwable cause, boolean passing, @Nullable Duration retryAfter) {
        super(message, cause);
        this.passing = passing;
        this.retryAfter = retryAfter;
    }

    /** Asking again can never help. */
    public static SummaryFailedException forGood(String reason, Throwable cause) {
        return new SummaryFailedException(reason, cause, false, null);
    }

    /**
     * Asking again may help.
     *
     * @param retryAfter how long the far side asks to be left alone, by everyone; null where it did not say
     */
    public static SummaryFailedException forNow(String reason, Throwable cause, @Nullable Duration retryAfter) {
        return new SummaryFailedException(reason, cause, true, retryAfter);
    }

    /** Whether asking again may help. */
    public boolean passing() {
        return passing;
    }

    /** How long the far side asks to be left alone, or null. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
