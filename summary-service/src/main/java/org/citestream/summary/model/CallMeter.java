package org.citestream.summary.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Supplier;
import org.citestream.events.SummaryEvent.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a model take and cost. Names are those of the OpenTelemetry conventions for generative AI; spending, and how the
 * circuit stands, are our own.
 */
public final class CallMeter {

    private static final Duration[] BUCKETS = {
        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5),
        Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60)
    };

    private final MeterRegistry meters;
    private final Tags tags;
    private final Tags own;

    CallMeter(MeterRegistry meters, Provider provider, String name) {
        this(meters, "chat", provider, name);
    }

    private CallMeter(MeterRegistry meters, String operation, Provider provider, String name) {
        this.meters = meters;
        this.tags = Tags.of(
                "gen_ai.operation.name",
                operation,
                "gen_ai.provider.name",
                provider.label(),
                "gen_ai.request.model",
                name);
        this.own = Tags.of("model", name);
    }

    /** For a model of embeddings at an endpoint that speaks OpenAI's protocol. */
    public static CallMeter ofEmbeddings(MeterRegistry meters, String name) {
        return new CallMeter(meters, "embeddings", Provider.OPENAI, name);
    }

    /** Shows how the circuit stands: 0 closed, 1 being tried, 2 open. */
    void circuit(Supplier<Number> state) {
        Gauge.builder("citestream.summary.circuit.state", state)
                .description("0 while a model is asked, 1 while it is tried again, 2 while it is left alone")
                .tags(own)
                .register(meters);
    }

    /** A call begins now. */
    public Call begin() {
        return new Call(Timer.start(meters));
    }

    /** What a response says that it used; null if it does not tell both what was read and what was written. */
    static @Nullable Tokens tokens(ChatResponse response) {
        TokenUsage usage = response.tokenUsage();
        return usage == null || (usage.outputTokenCount() == null && thoughts(usage) == 0) ? null : tokens(usage);
    }

    /** What was thought is paid for like what was written; this one provider counts it apart. */
    private static int thoughts(TokenUsage usage) {
        Integer thought = usage instanceof GoogleAiGeminiTokenUsage gemini ? gemini.thoughtsTokenCount() : null;
        return thought == null ? 0 : thought;
    }

    /** The same of what is told of it, where there may be nothing to write; null if it does not tell what was read. */
    public static @Nullable Tokens tokens(@Nullable TokenUsage usage) {
        if (usage == null || usage.inputTokenCount() == null) {
            return null;
        }
        Integer written = usage.outputTokenCount();
        return new Tokens(usage.inputTokenCount(), (written == null ? 0 : written) + thoughts(usage));
    }

    /** A call under way. */
    public final class Call {

        private final Timer.Sample sample;

        private Call(Timer.Sample sample) {
            this.sample = sample;
        }

        /** It was answered. */
        public void answered(@Nullable Tokens used, @Nullable BigDecimal cost) {
            stop("none");
            if (used != null) {
                tokens("input", used.input());
                tokens("output", used.output());
            }
            spent(cost);
        }

        private void spent(@Nullable BigDecimal cost) {
            if (cost != null) {
                Counter.builder("citestream.summary.spent.dollars")
                        .description("what the calls cost, or may have cost, where a price is configured")
                        .tags(tags)
                        .register(meters)
                        .increment(cost.doubleValue());
            }
        }

        /**
         * It was not.
         *
         * @param cost what it may have cost all the same, or null
         */
        public void failed(Throwable failure, @Nullable BigDecimal cost) {
            stop(failure.getClass().getSimpleName());
            spent(cost);
        }

        private void stop(String errorType) {
            sample.stop(Timer.builder("gen_ai.client.operation.duration")
                    .description("calls of a language model, with how they ended")
                    .tags(tags.and("error.type", errorType))
                    .serviceLevelObjectives(BUCKETS)
                    .register(meters));
        }

        private void tokens(String type, int count) {
            DistributionSummary.builder("gen_ai.client.token.usage")
                    .baseUnit("token")
                    .description("tokens that calls read and wrote, as the model counted")
                    .tags(tags.and("gen_ai.token.type", type))
                    .register(meters)
                    .record(count);
        }
    }
}
