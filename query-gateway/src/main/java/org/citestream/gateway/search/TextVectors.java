package org.citestream.gateway.search;

import java.util.Optional;

/** Turns a text into a vector that can be compared with those of the papers. */
public interface TextVectors {

    /** The name of the model, as the embeddings of papers carry it. */
    String model();

    /** Whether texts can be turned into vectors here, as far as is known. */
    boolean isAvailable();

    /** The vector of a text, or nothing where the model cannot be had here. */
    Optional<float[]> of(String text);
}
