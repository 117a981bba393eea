package org.citestream.summary.model;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The language model, at any endpoint that speaks OpenAI's protocol. Without a name there is none, and the extractive
 * summariser writes.
 *
 * @param name of the model, as the endpoint calls it
 * @param baseUrl of the endpoint, with its {@code /v1}; OpenAI's own where none is given
 * @param apiKey may be absent where the endpoint asks for none
 * @param provider how the metrics call the endpoint
 * @param temperature null for models that take none
 * @param seed null to send none
 * @param maxTokens most tokens of an answer
 * @param timeout longest wait for an answer, to its last byte
 * @param longestAbstract characters of an abstract that are sent
 * @param inputPrice US dollars for a million tokens read, or null where unknown
 * @param outputPrice US dollars for a million tokens written, or null where unknown
 */
@ConfigurationProperties("citestream.summary.model")
@Validated
public record ModelProperties(
        @Nullable String name,
        @Nullable String baseUrl,
        @Nullable String apiKey,
        @DefaultValue("openai") String provider,
        @Nullable @DecimalMin("0") Double temperature,
        @Nullable Integer seed,
        @DefaultValue("400") @Min(50) @Max(100_000) int maxTokens,
        @DefaultValue("60s") @DurationMin(millis = 1) Duration timeout,
        @DefaultValue("8000") @Min(500) @Max(1_000_000) int longestAbstract,
        @Nullable @DecimalMin("0") BigDecimal inputPrice,
        @Nullable @DecimalMin("0") BigDecimal outputPrice) {

    /** OpenAI's own endpoint. */
    static final String OPENAI = "https://api.openai.com/v1";

    public ModelProperties {
        name = blankToNull(name);
        baseUrl = blankToNull(baseUrl);
        apiKey = blankToNull(apiKey);
    }

    /** Why no language model can be asked, in words; null if one can. */
    public @Nullable String missing() {
        if (name == null) {
            return "citestream.summary.model.name is not set";
        }
        return apiKey == null && baseUrl == null
                ? "citestream.summary.model.api-key is not set, and neither is a base-url that needs none"
                : null;
    }

    String endpoint() {
        return baseUrl == null ? OPENAI : baseUrl;
    }

    /** Hides the key. */
    @Override
    public String toString() {
        return name + " at " + endpoint();
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
