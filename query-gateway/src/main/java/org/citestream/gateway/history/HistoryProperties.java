package org.citestream.gateway.history;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the history is written.
 *
 * @param interval between two writes; of several changes of a paper in between the last is kept
 * @param batch the most papers that one write takes, 1000 being the most that a store takes well
 */
@ConfigurationProperties("citestream.history")
@Validated
record HistoryProperties(
        @DefaultValue("10s") @DurationMin(millis = 1) Duration interval,
        @DefaultValue("1000") @Min(1) @Max(1000) int batch) {}
