package org.citestream.ingest.polling;

import jakarta.validation.Valid;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The feeds that are polled.
 *
 * @param contact a mail address by which those who run the sources can reach whoever runs this; no source is asked without one
 * @param feeds by their names
 * @param shortestBackOff how long is waited after the first failed request; doubled for each that follows
 */
@ConfigurationProperties("citestream.ingest")
@Validated
public record FeedsProperties(
        @Nullable String contact,
        @DefaultValue Map<String, @Valid FeedSettings> feeds,
        @DefaultValue("2s") @DurationMin(millis = 1) Duration shortestBackOff) {}
