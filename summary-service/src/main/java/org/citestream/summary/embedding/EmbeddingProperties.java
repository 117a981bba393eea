package org.citestream.summary.embedding;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whether and how embeddings are computed.
 *
 * @param enabled false to compute none and to load no native library
 * @param threads texts in the making at once
 * @param batch papers whose vectors are asked for, and whose records are written and sent, together
 * @param model in process {@code all-minilm-l6-v2-q}, the only one; any other at a base-url. Another model embeds every paper anew, while
 *     the former vectors stay in use
 * @param baseUrl of an endpoint that speaks OpenAI's protocol, with its {@code /v1}; null for the model in process
 * @param apiKey may be absent where the endpoint asks for none
 * @param inputPrice US dollars for a million tokens that the endpoint reads, or null where unknown; its calls count in the budget of
 *     the summaries
 */
@ConfigurationProperties("citestream.embeddings")
@Validated
public record EmbeddingProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1") @Min(1) @Max(256) int threads,
        @DefaultValue("32") @Min(1) @Max(200) int batch,
        @DefaultValue(MiniLmEmbedder.NAME) String model,
        @Nullable String baseUrl,
        @Nullable String apiKey,
        @Nullable @DecimalMin("0") BigDecimal inputPrice) {

    public EmbeddingProperties {
        baseUrl = baseUrl == null || baseUrl.isBlank() ? null : baseUrl.strip();
        apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey.strip();
        if (baseUrl == null && !model.equals(MiniLmEmbedder.NAME)) {
            throw new IllegalArgumentException("citestream.embeddings.model is " + model
                    + ", which needs a base-url; in process there is " + MiniLmEmbedder.NAME);
        }
        if (baseUrl != null && model.equals(MiniLmEmbedder.NAME)) {
            throw new IllegalArgumentException(
                    "citestream.embeddings.model must name the model of citestream.embeddings.base-url");
        }
    }
}
