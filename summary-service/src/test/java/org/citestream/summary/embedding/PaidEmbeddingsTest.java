package org.citestream.summary.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.citestream.summary.model.CallMeter;
import org.citestream.summary.model.Prices;
import org.citestream.summary.spending.Budget;
import org.citestream.summary.spending.BudgetProperties;
import org.citestream.summary.spending.Budgets;
import org.citestream.summary.spending.Spending;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Embeddings at an endpoint that costs money, over real HTTP. */
class PaidEmbeddingsTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T22:00:00Z"));
    private static final String VECTORS =
            "{\"object\": \"list\", \"model\": \"m\", \"data\": [{\"object\": \"embedding\", \"index\": 0,"
                    + " \"embedding\": [0.6, 0.8]}]%s}";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int status = 200;
    private volatile String answer =
            VECTORS.formatted(", \"usage\": {\"prompt_tokens\": 500000, \"total_tokens\": 500000}");
    private HttpServer endpoint;

    @BeforeEach
    void start() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/v1/embeddings", exchange -> {
            try (exchange) {
                calls.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.getResponseHeaders().add("Retry-After", "40");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        endpoint.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop(0);
    }

    @Test
    void whatTheyCostIsInTheSpendingAndStopsThemWhereTheBudgetEnds() {
        Budget budget = Budgets.of("0.0100001", null, meters, CLOCK);
        Embedder embedder = embedder(budget, "0.02");

        assertThat(embedder.embedAll(List.of("a text"))).hasSize(1);

        assertThat(budget.report().models().get("m").inputTokens()).isEqualTo(500_000);
        assertThat(budget.report().day().dollars()).isEqualByComparingTo("0.01");
        assertThat(budget.report().day().estimated()).isZero();
        assertThatExceptionOfType(EmbedderAwayException.class)
                .isThrownBy(() -> embedder.embedAll(List.of("another text")))
                .withMessageContaining("The budget of the day")
                .satisfies(spent -> assertThat(spent.retryAfter()).isEqualTo(Duration.ofHours(2)));
        assertThat(calls).hasValue(1);
    }

    @Test
    void whereNobodyTellsWhatWasUsedItIsEstimated() {
        Budget budget = Budgets.of(null, null, meters, CLOCK);
        answer = VECTORS.formatted("");
        assertThat(embedder(budget, "10").embed("a text of five words or so")).hasSize(2);

        Spending total = budget.report().total();

        assertThat(total.inputTokens()).isBetween(5L, 10L);
        assertThat(total.dollars()).isPositive().isEqualByComparingTo(total.estimated());
    }

    @Test
    void anAnswerThatCannotBeReadMayHaveCostWhatWasSetAsideAndARefusalCostsNothing() {
        Budget budget = Budgets.of(null, null, meters, CLOCK);
        Embedder embedder = embedder(budget, "10");
        status = 429;
        assertThatExceptionOfType(EmbedderAwayException.class)
                .isThrownBy(() -> embedder.embed("a text"))
                .satisfies(away -> assertThat(away.retryAfter()).isEqualTo(Duration.ofSeconds(40)));
        assertThat(budget.report().total()).isEqualTo(Spending.NONE);

        status = 200;
        answer = "<html>";
        assertThatExceptionOfType(EmbedderAwayException.class).isThrownBy(() -> embedder.embed("a text"));
        assertThat(budget.report().total().estimated())
                .isPositive()
                .isEqualByComparingTo(budget.report().total().dollars());
    }

    @Test
    void aBudgetNeedsThePriceOfAModelThatIsAskedAtAnEndpoint() {
        EmbeddingConfiguration configuration = new EmbeddingConfiguration();
        BudgetProperties limits = new BudgetProperties(BigDecimal.ONE, null);
        Budget budget = Budgets.of("1", null, meters, CLOCK);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> configuration.embedder(properties(null), limits, budget, CLOCK, meters))
                .withMessageContaining("citestream.embeddings.input-price")
                .withMessageContaining("model m");
        assertThat(configuration
                        .embedder(properties(BigDecimal.ZERO), limits, budget, CLOCK, meters)
                        .model())
                .isEqualTo("m");
    }

    private EmbeddingProperties properties(@Nullable BigDecimal price) {
        return new EmbeddingProperties(true, 1, 32, "m", url(), null, price);
    }

    private String url() {
        return "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/v1";
    }

    private Embedder embedder(Budget budget, String price) {
        Prices prices = new Prices(new BigDecimal(price), BigDecimal.ZERO);
        return new RemoteEmbedder("m", url(), null, prices, budget, CLOCK, CallMeter.ofEmbeddings(meters, "m"));
    }
}
