package org.citestream.summary.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.citestream.summary.Papers.paper;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.Topics;
import org.citestream.summary.SummaryPlatform;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelChangeTest {

    private static final Tags OF_ALPHA =
            Tags.of("gen_ai.operation.name", "embeddings", "gen_ai.request.model", "alpha");

    private static final int PAPERS = 12;

    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    @Test
    void anotherModelEmbedsEveryPaperAnewAndTakesNoVectorAway() throws IOException {
        HttpServer endpoint = endpoint();
        try (SummaryPlatform platform = new SummaryPlatform()) {
            away = true;
            try (ConfigurableApplicationContext service = start(platform, endpoint, "alpha")) {
                IntStream.rangeClosed(1, PAPERS)
                        .forEach(id ->
                                platform.publish(paper(id, 1, "Paper " + id, id == 3 ? null : "Says something.")));
                // Counted, so answered: what is answered late would not fail.
                await().until(() -> !calls(service.getBean(MeterRegistry.class)).isEmpty());
                away = false;
                await().until(() -> vectors(platform, "alpha") == PAPERS);
                assertThatItsCallsAreCounted(service.getBean(MeterRegistry.class));
            }
            assertThat(requests)
                    .as("asked for together")
                    .anyMatch(each -> each.path("input").size() > 1);

            try (ConfigurableApplicationContext _ = start(platform, endpoint, "beta")) {
                await().until(() -> vectors(platform, "beta") == PAPERS);
            }

            List<EmbeddingEvent> all = platform.all(Topics.EMBEDDINGS);
            assertThat(all).hasSize(2 * PAPERS).allSatisfy(each -> {
                assertThat(each.dimension()).isEqualTo(4);
                assertThat(each.basis() == EmbeddingEvent.Basis.TITLE).isEqualTo(each.id() == 3);
            });
        } finally {
            endpoint.stop(0);
        }
    }

    private static Collection<Timer> calls(MeterRegistry meters) {
        return meters.find("gen_ai.client.operation.duration").tags(OF_ALPHA).timers();
    }

    private void assertThatItsCallsAreCounted(MeterRegistry meters) {
        Collection<Timer> calls = calls(meters);
        assertThat(calls)
                .as("those that failed, and those that did not")
                .hasSizeGreaterThan(1)
                .anyMatch(each -> "none".equals(each.getId().getTag("error.type")));
        assertThat(calls.stream().mapToLong(Timer::count).sum()).isEqualTo(requests.size());
        assertThat(meters.get("gen_ai.client.token.usage")
                        .tags(OF_ALPHA.and("gen_ai.token.type", "input"))
                        .summary()
                        .totalAmount())
                .isPositive();
    }

    private static long vectors(SummaryPlatform platform, String model) {
        return platform.all(Topics.EMBEDDINGS).stream()
                .filter(each -> each.model().equals(model))
                .count();
    }

    private static ConfigurableApplicationContext start(SummaryPlatform platform, HttpServer endpoint, String model) {
        return platform.start(
                "citestream.embeddings.model=" + model,
                "citestream.embeddings.base-url=http://127.0.0.1:"
                        + endpoint.getAddress().getPort() + "/v1");
    }

    private HttpServer endpoint() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/embeddings", exchange -> {
            try (exchange) {
                JsonNode request =
                        JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
                requests.add(request);
                String data = IntStream.range(0, request.path("input").size())
                        .mapToObj(
                                "{\"object\": \"embedding\", \"index\": %d, \"embedding\": [0.1, 0.2, 0.3, 0.4]}"
                                        ::formatted)
                        .collect(Collectors.joining(","));
                byte[] body = """
                        {"object": "list", "model": "m", "data": [%s], "usage": {"prompt_tokens": 1, "total_tokens": 1}}
                        """.formatted(data).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(away ? 503 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }
}
