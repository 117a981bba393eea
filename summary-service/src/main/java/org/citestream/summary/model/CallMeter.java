package org.citestream.summary.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.math.BigDecimal;
import org.citestream.events.SummaryEvent.Tokens;
import org.jspecify.annotations.Nullable;

/** What the calls take and cost. Names are those of the OpenTelemetry conventions for generative AI; spending is our own. */
final class CallMeter {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final MeterRegistry meters;
    private final ModelProperties model;
    private final Tags tags;

    CallMeter(MeterRegistry meters, ModelProperties model, String name) {
        this.meters = meters;
        this.model = model;
        this.tags = Tags.of(
                "gen_ai.operation.name",
                "chat",
                "gen_ai.provider.name",
                model.provider(),
                "gen_ai.request.model",
                name);
    }

    Call begin() {
        return new Call(Timer.start(meters));
    }

    /** In US dollars, or null where tokens or prices are not known. */
    @Nullable
    BigDecimal cost(@Nullable Tokens tokens) {
        BigDecimal input = model.inputPrice();
        BigDecimal output = model.outputPrice();
        if (tokens == null || input == null || output == null) {
            return null;
        }
        return input.multiply(BigDecimal.valueOf(tokens.input()))
                .add(output.multiply(BigDecimal.valueOf(tokens.output())))
                .divide(MILLION);
    }

    /** A call under way. */
    final class Call {

        private final Timer.Sample sample;

        private Call(Timer.Sample sample) {
            this.sample = sample;
        }

        void answered(ChatResponse response) {
            stop("none");
            TokenUsage usage = response.tokenUsage();
            if (usage == null) {
                return;
            }
            int input = usage.inputTokenCount() == null ? 0 : usage.inputTokenCount();
            int output = usage.outputTokenCount() == null ? 0 : usage.outputTokenCount();
            tokens("input", input);
            tokens("output", output);
            BigDecimal spent = cost(new Tokens(input, output));
            if (spent != null) {
                Counter.builder("citestream.summary.spent.dollars")
                        .description("what the calls cost, where a price is configured")
                        .tags(tags)
                        .register(meters)
                        .increment(spent.doubleValue());
            }
        }

        void failed(Throwable failure) {
            stop(failure.getClass().getSimpleName());
        }

        private void stop(String errorType) {
            sample.stop(Timer.builder("gen_ai.client.operation.duration")
                    .description("calls of a language model, with how they ended")
                    .tags(tags.and("error.type", errorType))
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
