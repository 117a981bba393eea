package org.citestream.summary.embedding;

import java.util.List;

/** Turns texts into vectors of length 1 whose inner product tells how alike the texts are. */
public interface Embedder {

    /** Name of the model, as every vector carries it. */
    String model();

    /**
     * Computes the vector of a text.
     *
     * @param text not blank
     * @throws EmbedderUnavailableException if the model cannot run on this machine
     * @throws EmbedderAwayException if the model cannot be had now
     */
    float[] embed(String text);

    /**
     * Computes the vectors of some texts, in their order.
     *
     * @param texts none blank
     * @throws EmbedderUnavailableException if the model cannot run on this machine
     * @throws EmbedderAwayException if the model cannot be had now
     * @throws RuntimeException if one of the texts cannot be taken
     */
    default List<float[]> embedAll(List<String> texts) {
        return texts.stream().map(this::embed).toList();
    }

    /** Whether vectors are better asked for together; in process, one at a time keeps a stop short. */
    default boolean isFasterTogether() {
        return false;
    }

    /**
     * A vector of the same direction whose length is 1.
     *
     * @throws IllegalArgumentException if it has none, such as one of zeros
     */
    static float[] normalised(float[] vector) {
        double squares = 0;
        for (float each : vector) {
            squares += (double) each * each;
        }
        float[] unit = new float[vector.length];
        double length = Math.sqrt(squares);
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The vector has no direction: its length is " + length);
        }
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }
}
