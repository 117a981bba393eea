package org.citestream.summary.model;

import java.math.BigDecimal;
import org.citestream.events.SummaryEvent.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * What a model's tokens cost.
 *
 * @param input US dollars for a million tokens read, or null where unknown
 * @param output US dollars for a million tokens written, or null where unknown
 */
record Prices(@Nullable BigDecimal input, @Nullable BigDecimal output) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    /** Characters of English that are at least one token. */
    private static final int SHORT_TOKEN = 3;

    private static final int USUAL_TOKEN = 4;

    /** In US dollars, or null where tokens or prices are not known. */
    @Nullable
    BigDecimal of(@Nullable Tokens tokens) {
        if (tokens == null || input == null || output == null) {
            return null;
        }
        return input.multiply(BigDecimal.valueOf(tokens.input()))
                .add(output.multiply(BigDecimal.valueOf(tokens.output())))
                .divide(MILLION);
    }

    /** More than a call can be expected to use. */
    static Tokens most(int characters, int longestAnswer) {
        return new Tokens(characters / SHORT_TOKEN + 100, longestAnswer);
    }

    /** What a call about uses whose model does not say. */
    static Tokens about(int characters, int answered) {
        return new Tokens(Math.ceilDiv(characters, USUAL_TOKEN), Math.ceilDiv(answered, USUAL_TOKEN));
    }
}
