package org.citestream.summary.writing;

import java.math.BigDecimal;
import java.time.Duration;
import org.citestream.events.SummaryEvent.Tokens;
import org.jspecify.annotations.Nullable;

/** No summary was to be had; the message says why, in words. */
public final class SummaryFailedException extends Exception {

    private final Kind kind;
    private final @Nullable Duration retryAfter;
    private final @Nullable Tokens tokens;
    private final @Nullable BigDecimal cost;

    private SummaryFailedException(
            String message, @Nullable Throwable cause, Kind kind, @Nullable Duration retryAfter) {
        this(message, cause, kind, retryAfter, null, null);
    }

    private SummaryFailedException(
            String message,
            @Nullable Throwable cause,
            Kind kind,
            @Nullable Duration retryAfter,
            @Nullable Tokens tokens,
            @Nullable BigDecimal cost) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.tokens = tokens;
        this.cost = cost;
    }

    /** Asking again can never help. */
    public static SummaryFailedException forGood(String reason, Throwable cause) {
        return new SummaryFailedException(reason, cause, Kind.FOR_GOOD, null);
    }

    /**
     * Asking again may help.
     *
     * @param retryAfter how long the far side asks to be left alone, by everyone; null where it did not say
     */
    public static SummaryFailedException forNow(
            String reason, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        return new SummaryFailedException(reason, cause, Kind.FOR_NOW, retryAfter);
    }

    /**
     * Nobody was asked, nor will be for some time.
     *
     * @param retryAfter how long that may take
     */
    public static SummaryFailedException unavailable(String reason, Duration retryAfter) {
        return new SummaryFailedException(reason, null, Kind.UNAVAILABLE, retryAfter);
    }

    /**
     * A call failed after another was answered: asking again may help, and pays for the answered one again.
     *
     * @param after the failure, which passes
     */
    public static SummaryFailedException costly(String reason, SummaryFailedException after) {
        return new SummaryFailedException(reason, after, Kind.COSTLY, after.retryAfter);
    }

    /** This failure, with what all calls used and cost. */
    public SummaryFailedException having(@Nullable Tokens used, @Nullable BigDecimal dollars) {
        return new SummaryFailedException(String.valueOf(getMessage()), this, kind, retryAfter, used, dollars);
    }

    /** This failure together with that of another who was asked. */
    public SummaryFailedException or(SummaryFailedException other) {
        String reason = getMessage() + "; " + other.getMessage();
        Kind both = kind == other.kind ? kind : Kind.values()[Math.min(kind.ordinal(), other.kind.ordinal())];
        return new SummaryFailedException(reason, this, both, sooner(retryAfter, other.retryAfter));
    }

    private static @Nullable Duration sooner(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return null;
        }
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Whether asking again may help. */
    public boolean passing() {
        return kind != Kind.FOR_GOOD;
    }

    /** Whether asking again soon would pay again for what was answered already. */
    public boolean isCostly() {
        return kind == Kind.COSTLY;
    }

    /** What the calls used, as far as anybody told, or null. */
    public @Nullable Tokens tokens() {
        return tokens;
    }

    /** What the calls cost in US dollars, or null. */
    public @Nullable BigDecimal cost() {
        return cost;
    }

    /** Whether nobody was asked, and asking again soon is no use. */
    public boolean isUnavailable() {
        return kind == Kind.UNAVAILABLE;
    }

    /** How long the far side asks to be left alone, or will not be asked; or null. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** How it stands; of two failures, the one named first here counts for both. */
    private enum Kind {
        COSTLY,
        FOR_NOW,
        UNAVAILABLE,
        FOR_GOOD
    }
}
