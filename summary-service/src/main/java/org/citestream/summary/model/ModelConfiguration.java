package org.citestream.summary.model;

import dev.langchain4j.model.openai.OpenAiChatModel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.citestream.events.ContentHash;
import org.citestream.summary.extractive.ExtractiveSummariser;
import org.citestream.summary.writing.Summariser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Chooses who writes the summaries: the configured language model, or none. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelProperties.class)
class ModelConfiguration {

    private static final Logger log = LoggerFactory.getLogger(ModelConfiguration.class);
    private static final String NO_KEY = "none";

    @Bean
    ExtractiveSummariser extractiveSummariser() {
        return new ExtractiveSummariser();
    }

    @Bean
    @Primary
    Summariser summariser(
            ModelProperties model, ExtractiveSummariser extractive, MeterRegistry meters, InstantSource clock) {
        String missing = model.missing();
        String name = model.name();
        if (missing != null || name == null) {
            log.info(
                    "Running without a language model ({}): summaries are sentences of the abstracts, by {}",
                    missing,
                    ExtractiveSummariser.MODEL);
            return extractive;
        }
        log.info("Summaries are written by {}, prompt {}", model, Prompt.VERSION);
        String identity = ContentHash.of(
                Prompt.VERSION, name, model.temperature(), model.seed(), model.maxTokens(), model.longestAbstract());
        String connection = ContentHash.of(identity, model.endpoint(), model.apiKey());
        return new ModelSummariser(
                chatModel(model, name, clock),
                name,
                identity,
                connection,
                new Prompt(model.longestAbstract()),
                extractive,
                new CallMeter(meters, model, name));
    }

    private static OpenAiChatModel chatModel(ModelProperties model, String name, InstantSource clock) {
        @Nullable String key = model.apiKey();
        return OpenAiChatModel.builder()
                .httpClientBuilder(new ProviderHttpClientBuilder(model.timeout(), clock))
                .baseUrl(model.endpoint())
                .apiKey(key == null ? NO_KEY : key)
                .modelName(name)
                .temperature(model.temperature())
                .seed(model.seed())
                .maxCompletionTokens(model.maxTokens())
                .timeout(model.timeout())
                .maxRetries(0)
                .build();
    }
}
