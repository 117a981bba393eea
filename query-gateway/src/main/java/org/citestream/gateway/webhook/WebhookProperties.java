package org.citestream.gateway.webhook;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Webhooks, which operators manage.
 *
 * @param allowPrivate whether they may go to loopback and private addresses
 * @param attempts how often a request is tried before its webhook is disabled; with the first delay unless told, for two and a quarter hours
 * @param firstDelay between the first attempt and the second; it doubles from there
 * @param timeout of a request
 */
@ConfigurationProperties("citestream.webhooks")
@Validated
record WebhookProperties(
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("14") @Min(1) @Max(20) int attempts,
        @DefaultValue("1s") @DurationMin(millis = 1) Duration firstDelay,
        @DefaultValue("10s") @DurationMin(millis = 1) Duration timeout) {}
