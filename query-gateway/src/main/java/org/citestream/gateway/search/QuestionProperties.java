package org.citestream.gateway.search;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * By which models questions are embedded; the same settings as those of the summary service, which embeds the papers.
 *
 * @param enabled false to load no native library
 * @param model at the base-url; without one it is the model in process that is asked
 * @param baseUrl of an endpoint that speaks OpenAI's protocol, with its {@code /v1}; null for the model in process alone
 * @param apiKey may be absent where the endpoint asks for none
 */
@ConfigurationProperties("citestream.embeddings")
@Validated
record QuestionProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue(MiniLmVectors.NAME) String model,
        @Nullable String baseUrl,
        @Nullable String apiKey) {

    QuestionProperties {
        baseUrl = baseUrl == null || baseUrl.isBlank() ? null : baseUrl.strip();
        apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey.strip();
        if (baseUrl == null && !model.equals(MiniLmVectors.NAME)) {
            throw new IllegalArgumentException("citestream.embeddings.model is " + model
                    + ", which needs a base-url; in process there is " + MiniLmVectors.NAME);
        }
        if (baseUrl != null && model.equals(MiniLmVectors.NAME)) {
            throw new IllegalArgumentException(
                    "citestream.embeddings.model must name the model of citestream.embeddings.base-url");
        }
    }

    @Override
    public String toString() {
        return "QuestionProperties[enabled=%s, model=%s, baseUrl=%s]".formatted(enabled, model, baseUrl);
    }
}
