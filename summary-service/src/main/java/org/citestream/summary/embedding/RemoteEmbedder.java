package org.citestream.summary.embedding;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.citestream.summary.model.CallMeter;
import org.citestream.summary.model.ProviderHttpClientBuilder;
import org.jspecify.annotations.Nullable;

/** A model at an endpoint that speaks OpenAI's protocol, which Ollama, vLLM and llama.cpp do as well. */
final class RemoteEmbedder implements Embedder {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int LONGEST = 8000;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;
    private static final String NO_KEY = "none";

    private final String name;
    private final EmbeddingModel model;
    private final CallMeter meter;

    RemoteEmbedder(String name, String baseUrl, @Nullable String apiKey, InstantSource clock, CallMeter meter) {
        this.name = name;
        this.meter = meter;
        this.model = OpenAiEmbeddingModel.builder()
                .httpClientBuilder(new ProviderHttpClientBuilder(TIMEOUT, clock, UnaryOperator.identity()))
                .baseUrl(baseUrl)
                .apiKey(apiKey == null ? NO_KEY : apiKey)
                .modelName(name)
                .timeout(TIMEOUT)
                .maxRetries(0)
                .build();
    }

    @Override
    public String model() {
        return name;
    }

    @Override
    public float[] embed(String text) {
        return embedAll(List.of(text)).getFirst();
    }

    @Override
    public boolean isFasterTogether() {
        return true;
    }

    @Override
    public List<float[]> embedAll(List<String> texts) {
        List<TextSegment> segments = texts.stream()
                .map(each -> TextSegment.from(each.substring(0, Math.min(each.length(), LONGEST))))
                .toList();
        List<Embedding> found;
        CallMeter.Call call = meter.begin();
        try {
            Response<List<Embedding>> response = model.embedAll(segments);
            call.answered(CallMeter.tokens(response.tokenUsage()), null);
            found = response.content();
        } catch (RuntimeException e) {
            call.failed(e);
            if (isRefusal(e)) {
                throw e;
            }
            throw new EmbedderAwayException("The embedding model " + name + " could not be asked: " + e, e);
        }
        if (found.size() != texts.size()) {
            throw new EmbedderAwayException(
                    "The embedding model %s gave %d vectors for %d texts".formatted(name, found.size(), texts.size()),
                    new IllegalStateException("a wrong number of vectors"));
        }
        return found.stream().map(each -> Embedder.normalised(each.vector())).toList();
    }

    /** Whether it is the text that cannot be taken. */
    private static boolean isRefusal(Throwable e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException http) {
                return http.statusCode() == BAD_REQUEST
                        || http.statusCode() == TOO_LARGE
                        || http.statusCode() == UNPROCESSABLE;
            }
        }
        return false;
    }
}
