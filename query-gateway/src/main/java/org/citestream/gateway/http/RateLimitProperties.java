package org.citestream.gateway.http;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much one client may ask.
 *
 * @param perMinute requests a minute from one address, all at once or spread; 0 sets no limit
 * @param keys requests a minute by the SHA-256 of a key, for clients that send one in {@code X-Api-Key}; the keys themselves are not kept, and one that is
 *     not here counts for nothing
 */
@ConfigurationProperties("citestream.rate-limit")
@Validated
record RateLimitProperties(
        @DefaultValue("30000") @Min(0) int perMinute,

        @DefaultValue
        Map<
                        @Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 in 64 hexadecimal digits")
                        String,
                        @Min(1) Integer>
                keys) {}
