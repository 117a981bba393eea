package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The summary of a paper, or why there is none.
 *
 * @param id the paper
 * @param version grows by each record of this paper
 * @param status what to make of {@code text}
 * @param text one to three sentences; the previous summary while a new one is missing; null where there never was one
 * @param model who wrote the text, or null where there is none
 * @param method how it was written, or null where there is none
 * @param promptVersion version of the prompt or of the extractive method, or null where there is no text
 * @param sourceHash hash of the title and abstract that the text was made from, or null
 * @param tokens what the model counted, or null where no model was asked or it did not say
 * @param cost in US dollars, or null where no model was asked or its price is not configured
 * @param date when the text was written, or null
 * @param reason in words, where there is no text, it is not of the present abstract, or it stands in for what a model could not write;
 *     null otherwise
 * @param acceptedAt acceptance of the submission behind it
 * @param checks what a generated text was found to stand before it was published; empty where nothing was checked
 */
public record SummaryEvent(
        int id,
        long version,
        Status status,
        @Nullable String text,
        @Nullable String model,
        @Nullable Method method,
        @Nullable String promptVersion,
        @Nullable String sourceHash,
        @Nullable Tokens tokens,
        @Nullable BigDecimal cost,
        @Nullable Instant date,
        @Nullable String reason,
        Instant acceptedAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> checks)
        implements VersionedRecord {

    public SummaryEvent {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
        checks = Objects.requireNonNullElse(checks, List.of());
    }

    /** One whose text was not checked. */
    public SummaryEvent(
            int id,
            long version,
            Status status,
            @Nullable String text,
            @Nullable String model,
            @Nullable Method method,
            @Nullable String promptVersion,
            @Nullable String sourceHash,
            @Nullable Tokens tokens,
            @Nullable BigDecimal cost,
            @Nullable Instant date,
            @Nullable String reason,
            Instant acceptedAt) {
        this(
                id,
                version,
                status,
                text,
                model,
                method,
                promptVersion,
                sourceHash,
                tokens,
                cost,
                date,
                reason,
                acceptedAt,
                List.of());
    }

    @Override
    public String eventId() {
        return "summary/" + id + "/" + version;
    }

    /** What to make of the text. */
    public enum Status {
        /** The text is of the present title and abstract. */
        @JsonProperty("current")
        CURRENT,
        /** A new text is being made; the old one, if any, stands until then. */
        @JsonProperty("pending")
        PENDING,
        /** There is nothing to summarise. */
        @JsonProperty("no-abstract")
        NO_ABSTRACT,
        /** It could not be made; {@code reason} says why. */
        @JsonProperty("failed")
        FAILED
    }

    /** How the text was written. */
    public enum Method {
        /** By a language model. */
        @JsonProperty("generated")
        GENERATED,
        /** Sentences of the abstract, chosen without a language model. */
        @JsonProperty("extractive")
        EXTRACTIVE
    }

    /**
     * What a model counted.
     *
     * @param input tokens read
     * @param output tokens written
     */
    public record Tokens(int input, int output) {}
}
