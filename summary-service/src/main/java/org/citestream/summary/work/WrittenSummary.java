package org.citestream.summary.work;

import java.math.BigDecimal;
import java.util.List;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.SummaryEvent.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A summary and how it came about.
 *
 * @param text one to three sentences
 * @param model who wrote it
 * @param method how
 * @param promptVersion of the prompt or of the extractive method
 * @param tokens of all calls of the attempt that it came of, or null where no model was asked or it did not say
 * @param cost of those calls in US dollars, or null where no model was asked or its price is not configured
 * @param checks what it was found to stand; empty where it was not generated
 * @param reason why there is no better one, and will be none; null where this is as good as it gets
 */
public record WrittenSummary(
        String text,
        String model,
        Method method,
        String promptVersion,
        @Nullable Tokens tokens,
        @Nullable BigDecimal cost,
        List<String> checks,
        @Nullable String reason) {

    /** The same, for which calls were paid in vain. */
    public WrittenSummary paid(@Nullable Tokens used, @Nullable BigDecimal dollars) {
        return new WrittenSummary(text, model, method, promptVersion, used, dollars, checks, reason);
    }
}
