package org.citestream.summary.embedding;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.citestream.events.SummaryEvent.Tokens;
import org.citestream.summary.model.CallMeter;
import org.citestream.summary.model.FailedCall;
import org.citestream.summary.model.Prices;
import org.citestream.summary.model.ProviderHttpClientBuilder;
import org.citestream.summary.spending.Budget;
import org.citestream.summary.spending.BudgetSpentException;
import org.jspecify.annotations.Nullable;

/** A model at an endpoint that speaks OpenAI's protocol, which Ollama, vLLM and llama.cpp do as well. Asked only where there is money. */
final class RemoteEmbedder implements Embedder {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int LONGEST = 8000;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;
    private static final int SERVER = 500;
    private static final String NO_KEY = "none";

    private final String name;
    private final EmbeddingModel model;
    private final Prices prices;
    private final Budget budget;
    private final CallMeter meter;

    RemoteEmbedder(
            String name,
            String baseUrl,
            @Nullable String apiKey,
            Prices prices,
            Budget budget,
            InstantSource clock,
            CallMeter meter) {
        this.name = name;
        this.prices = prices;
        this.budget = budget;
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
        String asked = segments.stream().map(TextSegment::text).collect(Collectors.joining("\n"));
        BigDecimal most = prices.of(Prices.most(asked, 0));
        List<Embedding> found;
        try (Budget.Hold money = budget.hold(most == null ? BigDecimal.ZERO : most)) {
            found = call(segments, asked, money);
        } catch (BudgetSpentException e) {
            throw new EmbedderAwayException(String.valueOf(e.getMessage()), e, e.pause(), false);
        }
        if (found.size() != texts.size()) {
            throw new EmbedderAwayException(
                    "The embedding model %s gave %d vectors for %d texts".formatted(name, found.size(), texts.size()),
                    new IllegalStateException("a wrong number of vectors"),
                    null,
                    true);
        }
        return found.stream().map(each -> Embedder.normalised(each.vector())).toList();
    }

    private List<Embedding> call(List<TextSegment> segments, String asked, Budget.Hold money) {
        CallMeter.Call call = meter.begin();
        try {
            Response<List<Embedding>> response = model.embedAll(segments);
            Tokens used = CallMeter.tokens(response.tokenUsage());
            call.answered(used, settle(used, asked, money));
            return response.content();
        } catch (RuntimeException e) {
            call.failed(e, FailedCall.mayBeBilled(e) ? money.settleUnanswered(name) : null);
            if (isRefusal(e)) {
                throw e;
            }
            Duration alone = FailedCall.retryAfter(e);
            throw new EmbedderAwayException(
                    "The embedding model " + name + " could not be asked: " + e,
                    e,
                    alone,
                    alone == null && mayBeTheText(e));
        }
    }

    private @Nullable BigDecimal settle(@Nullable Tokens used, String asked, Budget.Hold money) {
        Tokens charged = used == null ? Prices.about(asked, "") : new Tokens(used.input(), 0);
        BigDecimal cost = prices.of(charged);
        if (used == null) {
            money.settleEstimate(name, charged.input(), 0, cost);
        } else {
            money.settle(name, charged.input(), 0, cost);
        }
        return cost;
    }

    /** Whether it is the text that cannot be taken. */
    private static boolean isRefusal(Throwable e) {
        int status = status(e);
        return status == BAD_REQUEST || status == TOO_LARGE || status == UNPROCESSABLE;
    }

    /** Whether it failed at something that was sent to it; some servers do so where a text is longer than they take. */
    private static boolean mayBeTheText(Throwable e) {
        return status(e) >= SERVER || FailedCall.mayBeBilled(e);
    }

    /** Of an answer that is not a success; 0 where there is none. */
    private static int status(Throwable e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException http) {
                return http.statusCode();
            }
        }
        return 0;
    }
}
