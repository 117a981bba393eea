package org.citestream.summary.model;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.citestream.events.SummaryEvent.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * What a model's tokens cost, and how many of them a text may be. Each model cuts texts in its own way; none makes more tokens of a text
 * than it has bytes, and of what is not written in Latin letters many make nearly as many.
 *
 * @param input US dollars for a million tokens read, or null where unknown
 * @param output US dollars for a million tokens written, or null where unknown
 */
public record Prices(@Nullable BigDecimal input, @Nullable BigDecimal output) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    /** Letters and spaces of ASCII that are at least one token, words that nobody knows included. */
    private static final int FEWEST_LETTERS = 2;

    private static final int USUAL_LETTERS = 4;
    /** What goes with a call beside its text, such as who speaks. */
    private static final int AROUND = 100;

    /** In US dollars, or null where tokens or prices are not known. */
    @Nullable
    public BigDecimal of(@Nullable Tokens tokens) {
        if (tokens == null || input == null || output == null) {
            return null;
        }
        return input.multiply(BigDecimal.valueOf(tokens.input()))
                .add(output.multiply(BigDecimal.valueOf(tokens.output())))
                .divide(MILLION);
    }

    /** More than a call can be expected to use: a token for two letters of English, and for each byte of all else. */
    public static Tokens most(String asked, int longestAnswer) {
        int letters = letters(asked);
        int others = asked.getBytes(StandardCharsets.UTF_8).length - letters;
        return new Tokens(Math.ceilDiv(letters, FEWEST_LETTERS) + others + AROUND, longestAnswer);
    }

    /** What a call about uses whose model does not say: a token for four characters of ASCII, and for each other character. */
    public static Tokens about(String asked, String answered) {
        return new Tokens(about(asked), about(answered));
    }

    private static int about(String text) {
        int ascii = Math.toIntExact(text.chars().filter(each -> each < 0x80).count());
        return Math.ceilDiv(ascii, USUAL_LETTERS) + text.codePointCount(0, text.length()) - ascii;
    }

    private static int letters(String text) {
        return Math.toIntExact(text.chars()
                .filter(each -> each == ' ' || (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z'))
                .count());
    }
}
