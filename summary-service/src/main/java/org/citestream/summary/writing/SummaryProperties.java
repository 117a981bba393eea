package org.citestream.summary.writing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How summaries are asked for.
 *
 * @param concurrency summaries in the making at once, where a model is asked
 * @param extractiveConcurrency the same where none is: what such a summary waits for is the store, which does the more at once the more ask
 * @param attempts how often a summary is tried before the paper is told to have failed; being asked to wait does not count
 * @param firstRetry wait before the second attempt; doubles from then on
 * @param longestRetry longest wait between attempts
 * @param longestPause longest that a far side's wish to be left alone is followed
 * @param standInAfter how long a far side may ask to be left alone before sentences of the abstract stand in
 * @param standInRetry when a summary that something stands in for is tried again for the first time; doubles each time, up to
 *     sixteen times as long
 * @param rounds how often a summary is given up so, while others are answered, before the paper is left to an operator
 * @param renew whether another model or prompt version makes every summary again; if not, generated ones stand until an operator orders
 *     otherwise
 * @param drain how long a shutdown, or the loss of a partition, waits for what is in the making
 */
@ConfigurationProperties("citestream.summary")
@Validated
public record SummaryProperties(
        @DefaultValue("8") @Min(1) @Max(10_000) int concurrency,
        @DefaultValue("32") @Min(1) @Max(1_000) int extractiveConcurrency,
        @DefaultValue("6") @Min(1) @Max(100) int attempts,
        @DefaultValue("1s") @DurationMin(millis = 1) Duration firstRetry,
        @DefaultValue("60s") @DurationMin(millis = 1) Duration longestRetry,
        @DefaultValue("10m") @DurationMin(millis = 1) Duration longestPause,
        @DefaultValue("30s") @DurationMin Duration standInAfter,
        @DefaultValue("15m") @DurationMin(millis = 1) Duration standInRetry,
        @DefaultValue("5") @Min(1) @Max(100) int rounds,
        @DefaultValue("true") boolean renew,
        @DefaultValue("20s") @DurationMin Duration drain) {

    /** Summaries in the making at once. */
    public int places(boolean asksModel) {
        return asksModel ? concurrency : extractiveConcurrency;
    }
}
