package org.citestream.summary.model;

import dev.langchain4j.exception.HttpException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An answer that is not a success, with how long it asks to be left alone: LangChain4j keeps it as a cause. */
final class ProviderException extends HttpException {

    private final @Nullable Duration retryAfter;

    ProviderException(int status, String body, @Nullable Duration retryAfter) {
        super(status, body);
        this.retryAfter = retryAfter;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
