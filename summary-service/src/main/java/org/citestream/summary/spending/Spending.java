package org.citestream.summary.spending;

import java.math.BigDecimal;

/**
 * What calls used.
 *
 * @param calls that were answered
 * @param inputTokens read
 * @param outputTokens written
 * @param dollars what they cost in US dollars, where prices are configured
 */
public record Spending(long calls, long inputTokens, long outputTokens, BigDecimal dollars) {

    /** Nothing yet. */
    public static final Spending NONE = new Spending(0, 0, 0, BigDecimal.ZERO);

    Spending plus(Spending more) {
        return new Spending(
                calls + more.calls,
                inputTokens + more.inputTokens,
                outputTokens + more.outputTokens,
                dollars.add(more.dollars));
    }
}
