package org.citestream.summary.embedding;

import ai.onnxruntime.OrtException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** All-MiniLM-L6-v2, quantised: 384 dimensions. Its natives load with the first text. */
public final class MiniLmEmbedder implements Embedder {

    static final String NAME = "all-minilm-l6-v2-q";

    private volatile @Nullable EmbeddingModel loaded;

    @Override
    public String model() {
        return NAME;
    }

    @Override
    public float[] embed(String text) {
        return Embedder.normalised(runtime().embed(text).content().vector());
    }

    private synchronized EmbeddingModel runtime() {
        EmbeddingModel model = loaded;
        if (model == null) {
            try {
                model = new MiniLmRuntime();
            } catch (LinkageError | RuntimeException | OrtException | IOException e) {
                throw new EmbedderUnavailableException(
                        "The embedding model cannot be loaded (" + e
                                + "). It needs a native library for this system, and a "
                                + "home and a temporary directory that it may write to; or switch embeddings off with "
                                + "citestream.embeddings.enabled=false",
                        e);
            }
            loaded = model;
        }
        return model;
    }
}
