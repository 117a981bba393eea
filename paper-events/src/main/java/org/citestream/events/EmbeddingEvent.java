package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The embedding of a paper under one model, or why there is none.
 *
 * @param id the paper
 * @param model name of the model
 * @param version grows by each record of this paper and model
 * @param dimension number of components; 0 where there is no vector
 * @param vector base64 of {@code dimension} little-endian float32, of Euclidean length 1; empty where there is none
 * @param sourceHash hash of the text it was made from
 * @param basis the text it was made from
 * @param acceptedAt acceptance of the submission behind it
 * @param reason why there is no vector, in words; null where there is one
 */
public record EmbeddingEvent(
        int id,
        String model,
        long version,
        int dimension,
        String vector,
        String sourceHash,
        Basis basis,
        Instant acceptedAt,
        @Nullable String reason)
        implements VersionedRecord {

    public EmbeddingEvent {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(vector, "vector");
        Objects.requireNonNull(sourceHash, "sourceHash");
        Objects.requireNonNull(basis, "basis");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
    }

    /** One that has a vector. */
    public EmbeddingEvent(
            int id,
            String model,
            long version,
            int dimension,
            String vector,
            String sourceHash,
            Basis basis,
            Instant acceptedAt) {
        this(id, model, version, dimension, vector, sourceHash, basis, acceptedAt, null);
    }

    @Override
    public String recordKey() {
        return id + " " + model;
    }

    @Override
    public String eventId() {
        return "embedding/" + id + "/" + model + "/" + version;
    }

    /** The wire form of a vector: base64 of little-endian float32. */
    public static String encode(float[] components) {
        ByteBuffer bytes = ByteBuffer.allocate(components.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(components);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /**
     * The vector's components.
     *
     * @throws IllegalArgumentException if {@code vector} is not base64 of {@code dimension} float32
     */
    public float[] components() {
        byte[] bytes = Base64.getDecoder().decode(vector);
        if (bytes.length != dimension * Float.BYTES) {
            throw new IllegalArgumentException(
                    "vector has " + bytes.length + " bytes, but " + dimension + " float32 were announced");
        }
        float[] components = new float[dimension];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(components);
        return components;
    }

    /** The text that was embedded. */
    public enum Basis {
        /** Title and abstract. */
        @JsonProperty("title-and-abstract")
        TITLE_AND_ABSTRACT,
        /** The title alone, since there is no abstract. */
        @JsonProperty("title")
        TITLE
    }
}
