package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole product with a provider of language models: papers in, summaries out, and what it cost. */
@Tag("slow")
class SummarisedProductTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String ABSTRACT =
            "Stream processors lose minutes of work when a node fails. We propose Tidemark, a checkpoint scheduler that places "
                    + "barriers by the measured cost of replay. Barriers move when the load moves. Experiments on a cluster of 32 "
                    + "nodes show that Tidemark recovers 4.5x faster than fixed intervals.";

    @TempDir
    Path data;

    private Api api;
    private String key;

    @Test
    void whatAProviderRefusesIsADeadLetterAndGetsItsSummaryWhenItIsReplayedAfterwards() throws IOException {
        try (StubProvider provider = new StubProvider()) {
            try (Standalone product = start(provider, "a-wrong-key")) {
                submit("first", "second");
                awaitLetters(2, "401");
                for (String each : List.of("first", "second")) {
                    assertThat(summary(each).path("method").asString()).isEqualTo("extractive");
                }
                assertThat(spending("total").path("calls").asInt()).isZero();
                assertThat(provider.answers()).isZero();
            }
            try (Standalone product = start(provider, StubProvider.KEY)) {
                assertThat(provider.answers()).isZero();
                replay(2);
                awaitGenerated("first", "second");

                provider.withoutModel(true);
                submit("third");
                awaitLetters(1, "404");
                provider.withoutModel(false);
                provider.refuse("fourth", true);
                submit("fourth", "fifth");
                awaitLetters(2, "violates a policy");
                awaitGenerated("fifth");
                assertThat(summary("fourth").path("method").asString()).isEqualTo("extractive");
                provider.refuse("fourth", false);
                replay(2);
                awaitGenerated("third", "fourth");

                awaitBill(5, provider);
                assertThat(api.get("/papers/" + id("fourth")).body())
                        .contains("(summarized by stub-model on %s)"
                                .formatted(DateTimeFormatter.ofPattern("MMM dd yyyy", Locale.ENGLISH)
                                        .format(LocalDate.now(ZoneOffset.UTC))));
                replay(0);
                JsonNode stats = api.awaitSettled(LONG);
                assertThat(stats.path("summarized").asInt()).isEqualTo(5);
                awaitBill(5, provider);
            }
        }
    }

    private Standalone start(StubProvider provider, String providersKey) throws IOException {
        Map<String, String> properties = new HashMap<>(RunningProduct.WITHOUT_EMBEDDINGS);
        properties.put("citestream.summary.model.name", "stub-model");
        properties.put("citestream.summary.model.base-url", provider.url());
        properties.put("citestream.summary.model.api-key", providersKey);
        properties.put("citestream.summary.model.input-price", "2");
        properties.put("citestream.summary.model.output-price", "8");
        properties.put("citestream.summary.circuit.fewest", "1000");
        Standalone product = RunningProduct.start(data, properties);
        api = new Api(product.address());
        key = product.apiKey();
        return product;
    }

    private void submit(String... names) {
        StringBuilder lines = new StringBuilder();
        for (String each : names) {
            lines.append("""
                    {"source":"harbour","key":"%s","title":"Tidemark: Checkpoints for Streams, the %s","year":2024,"venue":"VLDB","authors":["A. Moon %s"],"abstract":"%s"}
                    """.formatted(each, each, each, ABSTRACT));
        }
        assertThat(api.post("/api/v1/submissions", key, lines.toString()).statusCode())
                .isEqualTo(202);
    }

    /** Waits until so many letters can be replayed, all of them for that reason or one before it. */
    private void awaitLetters(int count, String why) {
        await().atMost(LONG).untilAsserted(() -> {
            List<JsonNode> letters = new ArrayList<>();
            for (JsonNode each : ok("/api/v1/dead-letters").path("letters")) {
                if (!each.path("superseded").asBoolean()) {
                    letters.add(each);
                }
            }
            assertThat(letters).hasSize(count);
            assertThat(letters).allSatisfy(each -> {
                assertThat(each.path("topic").asString()).isEqualTo("papers");
                assertThat(each.path("reason").asString()).isEqualTo("refused");
                assertThat(each.path("why").asString()).contains("stub-model answered 4");
            });
            assertThat(letters)
                    .anySatisfy(each -> assertThat(each.path("why").asString()).contains(why));
        });
    }

    private void replay(int count) {
        HttpResponse<String> answer =
                api.post("/api/v1/dead-letters/replay?topic=papers&stage=papers&reason=refused", key, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Api.json(answer).path("replayed").asInt()).isEqualTo(count);
    }

    private void awaitGenerated(String... names) {
        for (String each : names) {
            await().atMost(LONG).untilAsserted(() -> {
                JsonNode summary = summary(each);
                assertThat(summary.path("method").asString()).isEqualTo("generated");
                assertThat(summary.path("model").asString()).isEqualTo("stub-model");
                assertThat(summary.path("text").asString()).isEqualTo(StubProvider.SUMMARY);
            });
        }
    }

    private void awaitBill(int calls, StubProvider provider) {
        await().atMost(LONG).untilAsserted(() -> {
            JsonNode total = spending("total");
            assertThat(total.path("calls").asInt()).isEqualTo(calls);
            assertThat(total.path("inputTokens").asInt()).isEqualTo(calls * StubProvider.INPUT_TOKENS);
            assertThat(total.path("outputTokens").asInt()).isEqualTo(calls * StubProvider.OUTPUT_TOKENS);
            assertThat(total.path("dollars").decimalValue()).isEqualByComparingTo("0.0026");
            assertThat(provider.answers()).isEqualTo(calls);
        });
    }

    private int id(String name) {
        return api.ok("/api/v1/papers/harbour:" + name).path("id").asInt();
    }

    private JsonNode summary(String name) {
        return api.ok("/api/v1/papers/harbour:" + name).path("summary");
    }

    private JsonNode spending(String which) {
        return ok("/summary/api/v1/summaries/spending").path(which);
    }

    private JsonNode ok(String path) {
        HttpResponse<String> answer =
                api.send(java.net.http.HttpRequest.newBuilder(api.uri(path)).header("X-API-Key", key));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.json(answer);
    }
}
