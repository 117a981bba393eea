package org.citestream.ingest.intake;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may submit, and how much.
 *
 * @param apiKeys by the name of the feed that holds it, the SHA-256 of its key in 64 hexadecimal digits; the keys themselves are not
 *     kept. Without any, nothing can be submitted over HTTP.
 * @param inFlight how many records of a request may be on their way to Kafka at once
 */
@ConfigurationProperties("citestream.ingest.intake")
@Validated
public record IntakeProperties(
        @DefaultValue
        Map<String, @Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 in 64 hexadecimal digits") String>
                apiKeys,

        @DefaultValue("5000") @Min(1) @Max(100_000) int inFlight) {}
