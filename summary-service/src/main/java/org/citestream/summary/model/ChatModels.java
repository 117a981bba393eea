package org.citestream.summary.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.mistralai.MistralAiChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes LangChain4j's client for a configured model. None of them retries: that is done in one place, ours. */
final class ChatModels {

    private static final String NO_KEY = "none";

    private ChatModels() {}

    static ChatModel of(ModelProperties model, InstantSource clock) {
        String name = String.valueOf(model.name());
        @Nullable String given = model.apiKey();
        String key = given == null ? NO_KEY : given;
        UnaryOperator<String> bodies =
                model.provider() == Provider.GEMINI ? GeminiBodies::readable : UnaryOperator.identity();
        HttpClientBuilder http = new ProviderHttpClientBuilder(model.timeout(), clock, bodies);
        return switch (model.provider()) {
            case OPENAI ->
                OpenAiChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(model.endpoint())
                        .apiKey(key)
                        .modelName(name)
                        .temperature(model.temperature())
                        .seed(model.seed())
                        .maxCompletionTokens(model.maxTokens())
                        .timeout(model.timeout())
                        .maxRetries(0)
                        .build();
            case ANTHROPIC ->
                AnthropicChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(model.endpoint())
                        .apiKey(key)
                        .modelName(name)
                        .temperature(model.temperature())
                        .maxTokens(model.maxTokens())
                        .timeout(model.timeout())
                        .maxRetries(0)
                        .build();
            case GEMINI ->
                GoogleAiGeminiChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(model.endpoint())
                        .apiKey(key)
                        .modelName(name)
                        .temperature(model.temperature())
                        .seed(model.seed())
                        .maxOutputTokens(model.maxTokens())
                        .timeout(model.timeout())
                        .maxRetries(0)
                        .build();
            case OLLAMA ->
                OllamaChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(model.endpoint())
                        .modelName(name)
                        .temperature(model.temperature())
                        .seed(model.seed())
                        .numPredict(model.maxTokens())
                        .timeout(model.timeout())
                        .maxRetries(0)
                        .build();
            case MISTRAL ->
                MistralAiChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(model.endpoint())
                        .apiKey(key)
                        .modelName(name)
                        .temperature(model.temperature())
                        .randomSeed(model.seed())
                        .maxTokens(model.maxTokens())
                        .timeout(model.timeout())
                        .maxRetries(0)
                        .build();
        };
    }
}
