package org.citestream.ingest.canary;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often the canary is sent.
 *
 * @param every the time between two; zero for none
 */
@ConfigurationProperties("citestream.ingest.canary")
@Validated
record CanaryProperties(@DefaultValue("1m") @DurationMin Duration every) {}
