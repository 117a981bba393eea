package org.citestream.summary.spending;

import java.math.BigDecimal;

/**
 * What calls used.
 *
 * @param calls that were answered
 * @param inputTokens read
 * @param outputTokens written
 * @param dollars what they cost in US dollars, where prices are configured
 * @param estimated of these dollars, those for calls whose use nobody told: answered ones by their length, and those that were sent and
 *     not answered, for which the provider may ask money all the same, by the most that they can have cost
 */
public record Spending(long calls, long inputTokens, long outputTokens, BigDecimal dollars, BigDecimal estimated) {

    /** Nothing yet. */
    public static final Spending NONE = new Spending(0, 0, 0, BigDecimal.ZERO);

    /** All of it as the models told. */
    public Spending(long calls, long inputTokens, long outputTokens, BigDecimal dollars) {
        this(calls, inputTokens, outputTokens, dollars, BigDecimal.ZERO);
    }

    Spending plus(Spending more) {
        return new Spending(
                calls + more.calls,
                inputTokens + more.inputTokens,
                outputTokens + more.outputTokens,
                dollars.add(more.dollars),
                estimated.add(more.estimated));
    }
}
