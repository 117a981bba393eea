package org.citestream.summary.model;

import dev.langchain4j.model.output.TokenUsage;
import org.citestream.events.SummaryEvent.Tokens;
import org.jspecify.annotations.Nullable;

/** Adds up what the calls for one summary used. */
final class Bill {

    private @Nullable Tokens tokens;

    void add(@Nullable TokenUsage usage) {
        if (usage == null) {
            return;
        }
        Tokens before = tokens == null ? new Tokens(0, 0) : tokens;
        tokens = new Tokens(
                before.input() + orZero(usage.inputTokenCount()), before.output() + orZero(usage.outputTokenCount()));
    }

    /** Of all calls that told, or null if none did. */
    @Nullable
    Tokens tokens() {
        return tokens;
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
