package org.citestream.summary.embedding;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whether and how embeddings are computed.
 *
 * @param enabled false to compute none and to load no native library
 * @param threads texts in the making at once
 * @param batch papers whose records are written and sent together
 */
@ConfigurationProperties("citestream.embeddings")
@Validated
public record EmbeddingProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1") @Min(1) @Max(256) int threads,
        @DefaultValue("32") @Min(1) @Max(1000) int batch) {}
