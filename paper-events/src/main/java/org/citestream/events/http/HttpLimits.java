package org.citestream.events.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much a service takes of whoever asks it, before it is known what is asked for.
 *
 * @param connections most connections at once; further ones wait until one is closed
 * @param idle after which time without a byte a connection is closed, whether a request is awaited or half of one is there
 * @param headersWithin how long it may take to send the head of a request, however the bytes are spread
 * @param headerBytes longest head of a request; long enough that questions which are wrong by their length are answered with what is allowed
 * @param bodyBytes longest body, but where records are submitted, which may be of any length; a question for 500 papers by their longest keys fits twice
 * @param slowestBody least bytes a second of a body, on average, once it has been waited for as long as {@code headersWithin}
 */
@ConfigurationProperties("citestream.http")
@Validated
public record HttpLimits(
        @DefaultValue("4096") @Min(1) int connections,
        @DefaultValue("20s") @DurationMin(millis = 100) Duration idle,
        @DefaultValue("20s") @DurationMin(millis = 100) Duration headersWithin,
        @DefaultValue("65536") @Min(1024) @Max(1048576) int headerBytes,
        @DefaultValue("1048576") @Min(1024) @Max(67108864) int bodyBytes,
        @DefaultValue("1024") @Min(0) int slowestBody) {}
