package org.citestream.ingest.intake;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may submit, and how much.
 *
 * @param apiKeys by the name of the feed that holds it, the SHA-256 of its key in 64 hexadecimal digits; the keys themselves are not
 *     kept. Without any, nothing can be submitted over HTTP.
 * @param operatorKeys the same for operators, who may do all that feeds may, and decide, replay and run feeds
 * @param keysFile a file of further keys, or null: in each line {@code feed} or {@code operator}, a name, and the SHA-256 of the key. It
 *     is read again as soon as it changes, so that keys are rotated without a restart.
 * @param inFlight how many records of a request may be on their way to Kafka at once
 * @param requests how many requests are taken at once, each of which may hold a record of 16 MB; further ones are told to come again
 * @param mostRefused how many records of a request may be refused; after one more it is not read any further
 */
@ConfigurationProperties("citestream.ingest.intake")
@Validated
public record IntakeProperties(
        @DefaultValue
        Map<String, @Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 in 64 hexadecimal digits") String>
                apiKeys,

        @DefaultValue
        Map<String, @Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 in 64 hexadecimal digits") String>
                operatorKeys,

        @Nullable Path keysFile,

        @DefaultValue("5000") @Min(1) @Max(100_000) int inFlight,
        @DefaultValue("128") @Min(1) int requests,
        @DefaultValue("100000") @Min(1) int mostRefused) {}
