package org.citestream.gateway.http;

import jakarta.validation.constraints.Min;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much one client may ask.
 *
 * @param perMinute requests a minute from one address, all at once or spread; 0 sets no limit
 * @param keys requests a minute by key, for clients that send one in {@code X-Api-Key}; a key that is not here counts for nothing
 */
@ConfigurationProperties("citestream.rate-limit")
@Validated
record RateLimitProperties(
        @DefaultValue("30000") @Min(0) int perMinute,

        @DefaultValue Map<String, @Min(1) Integer> keys) {}
