package org.citestream.summary.embedding;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.citestream.summary.model.CallMeter;
import org.citestream.summary.model.Prices;
import org.citestream.summary.spending.Budgets;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.OpenWork;
import org.citestream.summary.work.WorkItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An endpoint that fails at some texts, or at all, over real HTTP. */
class TextsThatFailTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T22:00:00Z"));
    private static final String TOO_LONG = "(too long for a batch)";
    private static final String ODD = "(zeros)";
    private static final int BATCH = 32;

    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean away;
    private HttpServer endpoint;
    private EmbeddingMaker maker;

    @BeforeEach
    void start() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/v1/embeddings", exchange -> {
            try (exchange) {
                calls.incrementAndGet();
                JsonNode input = JsonMapper.shared()
                        .readTree(exchange.getRequestBody().readAllBytes())
                        .path("input");
                List<String> texts = StreamSupport.stream(input.spliterator(), false)
                        .map(JsonNode::asString)
                        .toList();
                boolean fails = away || texts.stream().anyMatch(each -> each.contains(TOO_LONG));
                byte[] body = answer(texts).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(fails ? 500 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        endpoint.start();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        maker = new EmbeddingMaker(new RemoteEmbedder(
                "m",
                "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/v1",
                null,
                new Prices(BigDecimal.ONE, BigDecimal.ZERO),
                Budgets.of(null, null, meters, CLOCK),
                CLOCK,
                CallMeter.ofEmbeddings(meters, "m")));
    }

    private static String answer(List<String> texts) {
        String data = IntStream.range(0, texts.size())
                .mapToObj(i -> "{\"object\": \"embedding\", \"index\": %d, \"embedding\": %s}"
                        .formatted(i, texts.get(i).contains(ODD) ? "[0, 0]" : "[0.6, 0.8]"))
                .collect(Collectors.joining(","));
        return "{\"object\": \"list\", \"model\": \"m\", \"data\": [" + data
                + "], \"usage\": {\"prompt_tokens\": 1, \"total_tokens\": 1}}";
    }

    @AfterEach
    void stop() {
        endpoint.stop(0);
    }

    @Test
    void aTextThatTheEndpointAlwaysFailsAtHoldsNobodyBackAndGetsNoVectorInTheEnd() {
        List<OpenWork> batch = IntStream.range(0, BATCH)
                .mapToObj(id -> work(id, id == 7 ? TOO_LONG : "A paper"))
                .toList();

        List<Made> first = maker.make(batch);

        assertThat(first).hasSize(BATCH);
        assertThat(first).filteredOn(Made.Vector.class::isInstance).hasSize(BATCH - 1);
        assertThat(first.get(7)).isEqualTo(new Made.Later(batch.get(7).item(), Duration.ofSeconds(5)));
        List<OpenWork> alone = List.of(batch.get(7));
        assertThat(maker.make(alone))
                .as("waits grow")
                .containsExactly(new Made.Later(batch.get(7).item(), Duration.ofSeconds(10)));
        assertThat(maker.make(alone))
                .singleElement()
                .isInstanceOfSatisfying(
                        Made.None.class,
                        none -> assertThat(none.reason())
                                .contains("3 times")
                                .contains("took another each time")
                                .contains("The embedding model m"));
    }

    @Test
    void anEndpointThatFailsAtEverythingTakesNoVectorAwayAndIsAskedSeldomAndSeldomer() {
        away = true;
        List<OpenWork> batch =
                IntStream.range(0, BATCH).mapToObj(id -> work(id, "A paper")).toList();

        for (int round = 0; round < 2 * EmbeddingMaker.MOST_FAILURES; round++) {
            calls.set(0);
            Duration wait = Duration.ofSeconds(Math.min(60, 5L << round));
            assertThat(maker.make(batch))
                    .hasSize(BATCH)
                    .allSatisfy(each -> assertThat(each).isEqualTo(new Made.Later(each.item(), wait)));
            assertThat(calls).as("for the batch, and for another text").hasValue(2);
        }
        assertThat(maker.make(batch.subList(0, 1))).singleElement().isInstanceOf(Made.Later.class);

        away = false;
        assertThat(maker.make(batch)).hasSize(BATCH).allMatch(Made.Vector.class::isInstance);
    }

    @Test
    void anotherTextOfAPaperBeginsAnew() {
        assertThat(maker.make(List.of(work(1, TOO_LONG)))).singleElement().isInstanceOf(Made.Later.class);
        assertThat(maker.make(List.of(work(1, TOO_LONG)))).singleElement().isInstanceOf(Made.Later.class);

        OpenWork changed = work(1, "Changed " + TOO_LONG);

        assertThat(maker.make(List.of(changed))).containsExactly(new Made.Later(changed.item(), Duration.ofSeconds(5)));
    }

    @Test
    void aVectorOfZerosIsNoVector() {
        List<Made> made = maker.make(List.of(work(1, "A paper"), work(2, ODD)));

        assertThat(made.getFirst()).isInstanceOf(Made.Vector.class);
        assertThat(made.getLast())
                .isInstanceOfSatisfying(
                        Made.None.class, none -> assertThat(none.reason()).contains("no direction"));
    }

    private static OpenWork work(int id, String title) {
        return new OpenWork(
                new WorkItem(id, 0, title, 2024, CLOCK.instant(), 0), new PaperText(title, "It says something."));
    }
}
