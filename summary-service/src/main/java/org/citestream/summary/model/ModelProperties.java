package org.citestream.summary.model;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A language model and how it is reached. Without a name there is none.
 *
 * @param name of the model, as its provider calls it
 * @param provider whose protocol the endpoint speaks
 * @param baseUrl of the endpoint, with its version; the provider's own where none is given
 * @param apiKey may be absent where the endpoint asks for none
 * @param temperature null for models that take none
 * @param seed null to send none
 * @param maxTokens most tokens of an answer
 * @param timeout longest wait for an answer, to its last byte
 * @param longestAbstract characters of an abstract that are sent
 * @param inputPrice US dollars for a million tokens read, or null where unknown
 * @param outputPrice US dollars for a million tokens written, or null where unknown
 */
public record ModelProperties(
        @Nullable String name,
        @DefaultValue("openai") Provider provider,
        @Nullable String baseUrl,
        @Nullable String apiKey,
        @Nullable @DecimalMin("0") Double temperature,
        @Nullable Integer seed,
        @DefaultValue("400") @Min(50) @Max(100_000) int maxTokens,
        @DefaultValue("60s") @DurationMin(millis = 1) Duration timeout,
        @DefaultValue("8000") @Min(500) @Max(1_000_000) int longestAbstract,
        @Nullable @DecimalMin("0") BigDecimal inputPrice,
        @Nullable @DecimalMin("0") BigDecimal outputPrice) {

    public ModelProperties {
        name = blankToNull(name);
        baseUrl = blankToNull(baseUrl);
        apiKey = blankToNull(apiKey);
    }

    /** Why this model cannot be asked, in words; null if it can. */
    @Nullable
    String missing() {
        if (name == null) {
            return "no name is set";
        }
        return apiKey == null && baseUrl == null && provider.asksForKey()
                ? "no api-key is set, and neither is a base-url that needs none"
                : null;
    }

    String endpoint() {
        return baseUrl == null ? provider.endpoint() : baseUrl;
    }

    /** Whether its calls have a price; a model of one's own costs nothing that is counted here. */
    boolean priced() {
        return provider == Provider.OLLAMA || (inputPrice != null && outputPrice != null);
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
