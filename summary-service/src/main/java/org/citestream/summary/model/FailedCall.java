package org.citestream.summary.model;

import dev.langchain4j.exception.HttpException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is known of a call that failed. */
public final class FailedCall {

    private FailedCall() {}

    /**
     * Whether a provider may bill a call though it failed: it was sent, and what came of it is not known (time-out, reset), or was a
     * success that cannot be read. An answer that is not a success is not billed.
     */
    public static boolean mayBeBilled(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException || cause instanceof NotSentException) {
                return false;
            }
        }
        return true;
    }

    /** How long the far side asks to be left alone, or null. */
    public static @Nullable Duration retryAfter(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProviderException provider) {
                return provider.retryAfter();
            }
        }
        return null;
    }
}
