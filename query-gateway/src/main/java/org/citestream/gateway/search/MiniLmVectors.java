package org.citestream.gateway.search;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** All-MiniLM-L6-v2, quantised, as the summary service embeds papers. Its natives load with the first question. */
@Component
final class MiniLmVectors implements TextVectors {

    static final String NAME = "all-minilm-l6-v2-q";

    private static final Logger log = LoggerFactory.getLogger(MiniLmVectors.class);

    private final boolean enabled;
    private @Nullable AllMiniLmL6V2QuantizedEmbeddingModel model;
    private boolean failed;

    MiniLmVectors(@Value("${citestream.embeddings.enabled:true}") boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public String model() {
        return NAME;
    }

    @Override
    public synchronized boolean isAvailable() {
        return enabled && !failed;
    }

    @Override
    public Optional<float[]> of(String text) {
        AllMiniLmL6V2QuantizedEmbeddingModel loaded = enabled ? loaded() : null;
        return loaded == null
                ? Optional.empty()
                : Optional.of(loaded.embed(text).content().vector());
    }

    private synchronized @Nullable AllMiniLmL6V2QuantizedEmbeddingModel loaded() {
        if (model == null && !failed) {
            try {
                model = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
            } catch (LinkageError | RuntimeException e) {
                log.warn("The embedding model cannot be loaded; there is no search by meaning", e);
                failed = true;
            }
        }
        return model;
    }
}
