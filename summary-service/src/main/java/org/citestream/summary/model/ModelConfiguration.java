package org.citestream.summary.model;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.citestream.events.ContentHash;
import org.citestream.summary.extractive.ExtractiveSummariser;
import org.citestream.summary.spending.Budget;
import org.citestream.summary.spending.BudgetProperties;
import org.citestream.summary.writing.Summariser;
import org.citestream.summary.writing.SummaryProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Chooses who writes the summaries: the configured language models, or none. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChainProperties.class)
class ModelConfiguration {

    private static final Logger log = LoggerFactory.getLogger(ModelConfiguration.class);

    @Bean
    ExtractiveSummariser extractiveSummariser() {
        return new ExtractiveSummariser();
    }

    @Bean
    @Primary
    Summariser summariser(
            ChainProperties chain,
            BudgetProperties limits,
            SummaryProperties properties,
            ExtractiveSummariser extractive,
            Budget budget,
            MeterRegistry meters,
            InstantSource clock) {
        ModelProperties first = chain.model();
        String missing = first.missing();
        String name = first.name();
        if (missing != null || name == null) {
            log.info(
                    "Running without a language model (citestream.summary.model: {}): summaries are sentences of the"
                            + " abstracts, by {}",
                    missing,
                    ExtractiveSummariser.MODEL);
            return extractive;
        }
        chain.models().forEach(each -> check(each, limits));
        log.info("Summaries are written by {}, in this order, prompt {}", chain.models(), Prompt.VERSION);
        String identity = ContentHash.of(
                Prompt.VERSION, name, first.temperature(), first.seed(), first.maxTokens(), first.longestAbstract());
        String connection = ContentHash.of(
                identity,
                chain.models().stream()
                        .map(each -> ContentHash.of(each.name(), each.endpoint(), each.apiKey()))
                        .toList()
                        .toString());
        List<ModelClient> models = chain.models().stream()
                .map(each -> client(each, chain.circuit(), properties.longestPause(), budget, meters, clock))
                .toList();
        return new ModelSummariser(models, identity, connection, new Prompt(first.longestAbstract()), extractive);
    }

    private static void check(ModelProperties model, BudgetProperties limits) {
        String missing = model.missing();
        if (missing != null) {
            throw new IllegalStateException(
                    "citestream.summary.fallbacks: the model %s cannot be asked: %s".formatted(model.name(), missing));
        }
        if (limits.limits() && !model.priced()) {
            throw new IllegalStateException(
                    "citestream.summary.budget needs an input-price and an output-price of the model "
                            + model.name()
                            + "; 0 is allowed");
        }
    }

    private static ModelClient client(
            ModelProperties model,
            ChainProperties.Circuit circuit,
            Duration longestPause,
            Budget budget,
            MeterRegistry meters,
            InstantSource clock) {
        String name = String.valueOf(model.name());
        CircuitBreaker breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(circuit.calls())
                        .minimumNumberOfCalls(circuit.fewest())
                        .failureRateThreshold(circuit.failures())
                        .waitDurationInOpenState(circuit.pause())
                        .permittedNumberOfCallsInHalfOpenState(circuit.trials())
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(each -> log.warn(
                        "The circuit of {} goes from {} to {}",
                        name,
                        each.getStateTransition().getFromState(),
                        each.getStateTransition().getToState()));
        return new ModelClient(
                ChatModels.of(model, clock),
                model,
                breaker,
                circuit.pause(),
                longestPause,
                budget,
                new CallMeter(meters, model.provider(), name),
                clock);
    }
}
