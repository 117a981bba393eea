package org.citestream.summary.embedding;

/** Turns texts into vectors of length 1 whose inner product tells how alike the texts are. */
interface Embedder {

    /** Name of the model, as every vector carries it. */
    String model();

    /**
     * Computes the vector of a text.
     *
     * @param text not blank
     * @throws EmbedderUnavailableException if the model cannot run on this machine
     */
    float[] embed(String text);
}
