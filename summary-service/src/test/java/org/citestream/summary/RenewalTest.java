package org.citestream.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.citestream.summary.Papers.TIDEMARK_ABSTRACT;
import static org.citestream.summary.Papers.TIDEMARK_TITLE;
import static org.citestream.summary.Papers.paper;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.SummaryEvent.Tokens;
import org.citestream.events.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator may order, what it costs, and that nothing is billed that was not asked for. */
class RenewalTest {

    private static final int PAPERS = 6;
    private static final RecordStub RECORD = new RecordStub();
    /** SHA-256 of {@code operator-key}. */
    private static final String KEY_HASH = "c9736463f555cdb7d2a78cfd7aa8b8c4f09d906d78f8dab9228eda30a28c2818";

    @AfterAll
    static void close() {
        RECORD.close();
    }

    @Test
    void summariesAreMadeAgainOnOrderNewestAndHighestRankedFirstAtAPriceToldBefore() throws Exception {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel();
                ConfigurableApplicationContext service = start(platform, stub, "2")) {
            IntStream.rangeClosed(1, PAPERS).forEach(id -> platform.publish(tidemark(id)));
            platform.publish(Topics.RANKS, new RankEvent(2, 1, 0.4), new RankEvent(4, 1, 0.9));
            awaitVersions(platform, 1);

            assertThat(post(service, "wrong", "{\"all\": true}").statusCode()).isEqualTo(401);
            assertThat(post(service, "operator-key", "{}").statusCode()).isEqualTo(400);
            assertThat(post(service, "operator-key", "{\"all\": true, \"venue\": \"VLDB\"}")
                            .statusCode())
                    .isEqualTo(400);

            JsonNode estimate = json(post(service, "operator-key", "{\"venue\": \"VLDB\", \"dryRun\": true}"));
            assertThat(estimate.path("papers").asInt()).isEqualTo(PAPERS);
            assertThat(estimate.path("outputTokens").asInt())
                    .as("as long as those before")
                    .isEqualTo(PAPERS * 40);
            assertThat(estimate.path("dollars").decimalValue())
                    .isBetween(new BigDecimal("0.002"), new BigDecimal("0.01"));
            assertThat(estimate.path("leftOfDay").decimalValue())
                    .isEqualByComparingTo(new BigDecimal("2").subtract(price(PAPERS)));
            assertThat(stub.calls()).as("a dry run calls nobody").isEqualTo(PAPERS);

            CountDownLatch gate = stub.shut();
            assertThat(post(service, "operator-key", "{\"venue\": \"VLDB\"}").statusCode())
                    .isEqualTo(202);
            await().until(() -> stub.calls() == PAPERS + 1);
            gate.countDown();
            awaitVersions(platform, 2);
            List<String> inOrder = List.of("0004", "0002", "0006", "0005", "0003", "0001");
            assertThat(numbers(stub).subList(PAPERS + 1, 2 * PAPERS))
                    .as(
                            "even ones are of the newer year; 4 and 2 have the higher ranks; one went before all were there")
                    .isSubsetOf(inOrder)
                    .isSortedAccordingTo(Comparator.comparing(RenewalTest::place));

            post(service, "operator-key", "{\"paper\": 3}");
            await().until(() -> platform.last(Topics.SUMMARIES).get(3).version() == 3);
            post(service, "operator-key", "{\"promptVersion\": \"another\"}");
            post(service, "operator-key", "{\"promptVersion\": \"summary-1\"}");
            await().until(() -> platform.last(Topics.SUMMARIES).get(3).version() == 4);
            awaitVersions(platform, 3);

            assertThat(stub.calls()).isEqualTo(3 * PAPERS + 1);
            JsonNode spent = json(get(service));
            assertThat(spent.path("total").path("dollars").decimalValue()).isEqualByComparingTo(price(3 * PAPERS + 1));
            assertThat(spent.path("total").path("inputTokens").asLong()).isEqualTo(100 * (3 * PAPERS + 1));
            assertThat(spent.path("day").path("outputTokens").asLong()).isEqualTo(40 * (3 * PAPERS + 1));
            assertThat(spent.path("models").propertyNames()).containsExactly("stub-model");
            assertThat(spent.path("models").path("stub-model")).isEqualTo(spent.path("total"));
            JsonNode ofPaper = json(get(service, "/api/v1/summaries/spending/3"));
            assertThat(ofPaper.path("model").asString()).isEqualTo("stub-model");
            assertThat(ofPaper.path("tokens").path("input").asInt()).isEqualTo(100);
            assertThat(ofPaper.path("dollars").decimalValue()).isEqualByComparingTo(price(1));
            assertThat(ofPaper.path("spent").path("calls").asInt())
                    .as("each of its summaries")
                    .isEqualTo(4);
            assertThat(ofPaper.path("spent").path("dollars").decimalValue()).isEqualByComparingTo(price(4));
            assertThat(get(service, "/api/v1/summaries/spending/999").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void anOrderIsWrittenDownBeforeItIsTakenAndRefusedWhereItCannotBe() throws Exception {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel();
                ConfigurableApplicationContext service = start(platform, stub, "2")) {
            platform.publish(tidemark(1));
            awaitVersions(platform, 1, 1);
            RECORD.takes(false);
            try {
                assertThat(post(service, "operator-key", "{\"all\": true}").statusCode())
                        .isEqualTo(503);
                assertThat(post(service, "operator-key", "{\"all\": true, \"dryRun\": true}")
                                .statusCode())
                        .as("A dry run orders nothing")
                        .isEqualTo(200);
            } finally {
                RECORD.takes(true);
            }
            HttpResponse<String> taken = post(service, "operator-key", "{\"paper\": 1}");
            assertThat(taken.statusCode()).isEqualTo(202);
            assertThat(JsonMapper.shared().readTree(taken.body()).path("order").asInt())
                    .as("The order that was refused is none")
                    .isEqualTo(1);
            awaitVersions(platform, 1, 2);
            assertThat(RECORD.entries())
                    .anyMatch(each -> each.contains("action=renew summaries")
                            && each.contains("paper=1")
                            && each.contains("outcome=ordered"));
        }
    }

    @Test
    void aSpentBudgetStopsTheCallsThePapersGetExtractsThatSaySoAndMoreMoneyMendsThem() {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel()) {
            try (ConfigurableApplicationContext poor = start(platform, stub, "0.006")) {
                IntStream.rangeClosed(1, PAPERS).forEach(id -> platform.publish(tidemark(id)));
                await().until(() -> platform.last(Topics.SUMMARIES).size() == PAPERS);
                Map<Integer, SummaryEvent> last = platform.last(Topics.SUMMARIES);
                List<SummaryEvent> extracts = last.values().stream()
                        .filter(each -> each.method() == Method.EXTRACTIVE)
                        .toList();
                assertThat(stub.calls()).isBetween(1, PAPERS - 1);
                assertThat(extracts)
                        .hasSize(PAPERS - stub.calls())
                        .allSatisfy(each ->
                                assertThat(each.reason()).isEqualTo("The budget of the day, 0.006 dollars, is spent"))
                        .allSatisfy(each -> assertThat(each.cost()).isNull());
                BigDecimal billed = last.values().stream()
                        .map(SummaryEvent::cost)
                        .filter(each -> each != null)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(billed)
                        .isEqualByComparingTo(price(stub.calls()))
                        .isLessThanOrEqualTo(new BigDecimal("0.006"));
            }

            try (ConfigurableApplicationContext rich = start(platform, stub, "1")) {
                await().until(() -> platform.last(Topics.SUMMARIES).values().stream()
                        .allMatch(each -> each.method() == Method.GENERATED));
            }
            assertThat(stub.calls()).as("each was billed once").isEqualTo(PAPERS);
            assertThat(platform.last(Topics.SUMMARIES).values())
                    .allSatisfy(each -> assertThat(each.tokens()).isEqualTo(new Tokens(100, 40)));
        }
    }

    @Test
    @Tag("slow")
    void anotherModelRenewsNothingWhereRenewalIsLeftToOperators() {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel()) {
            try (ConfigurableApplicationContext first = start(platform, stub, "1")) {
                platform.publish(tidemark(1));
                awaitVersions(platform, 1, 1);
            }
            try (ConfigurableApplicationContext other = start(
                    platform, stub, "1", "citestream.summary.model.name=other", "citestream.summary.renew=false")) {
                platform.publish(tidemark(2));
                awaitVersions(platform, 2, 1);
                post(other, "operator-key", "{\"promptVersion\": \"summary-1\"}");
                await().until(() -> platform.last(Topics.SUMMARIES).values().stream()
                        .allMatch(each -> each.version() == 2 && "other".equals(each.model())));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
            assertThat(stub.calls()).isEqualTo(4);
        }
    }

    /** Newest first, then highest-ranked first; where neither tells, anywhere. */
    private static int place(String number) {
        return switch (number) {
            case "0004" -> 1;
            case "0002" -> 2;
            case "0006" -> 3;
            default -> 4;
        };
    }

    private static BigDecimal price(int calls) {
        return new BigDecimal("0.00052").multiply(BigDecimal.valueOf(calls));
    }

    private static List<String> numbers(StubModel stub) {
        Pattern number = Pattern.compile("\\((\\d{4})\\)");
        return stub.requests("(").stream()
                .map(number::matcher)
                .filter(Matcher::find)
                .map(each -> each.group(1))
                .toList();
    }

    private static void awaitVersions(SummaryPlatform platform, int version) {
        awaitVersions(platform, PAPERS, version);
    }

    private static void awaitVersions(SummaryPlatform platform, int papers, int version) {
        await().until(() -> {
            Map<Integer, SummaryEvent> last = platform.last(Topics.SUMMARIES);
            return last.size() == papers && last.values().stream().allMatch(each -> each.version() >= version);
        });
    }

    private static PaperEvent tidemark(int id) {
        return paper(
                id,
                1,
                PaperStatus.LIVE,
                "%s (%04d)".formatted(TIDEMARK_TITLE, id),
                TIDEMARK_ABSTRACT,
                id % 2 == 0 ? 2024 : 2023);
    }

    private static ConfigurableApplicationContext start(
            SummaryPlatform platform, StubModel stub, String budget, String... more) {
        boolean named = Arrays.stream(more).anyMatch(each -> each.startsWith("citestream.summary.model.name="));
        String[] settings = {
            named ? "citestream.summary.drain=20s" : "citestream.summary.model.name=stub-model",
            "citestream.summary.model.base-url=" + stub.url(),
            "citestream.summary.model.input-price=2",
            "citestream.summary.model.output-price=8",
            "citestream.summary.concurrency=1",
            "citestream.summary.budget.day=" + budget,
            "citestream.summary.operator-keys.ada=" + KEY_HASH,
            "citestream.operators.ingest-url=" + RECORD.address(),
            "citestream.embeddings.enabled=false"
        };
        return platform.start(
                Stream.concat(Arrays.stream(settings), Arrays.stream(more)).toArray(String[]::new));
    }

    private static HttpResponse<String> post(ConfigurableApplicationContext service, String key, String body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(service, "/api/v1/summaries/renewals"))
                .header("Content-Type", "application/json")
                .header("X-API-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext service)
            throws IOException, InterruptedException {
        return get(service, "/api/v1/summaries/spending");
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext service, String path)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(service, path))
                .header("X-API-Key", "operator-key")
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    private static URI uri(ConfigurableApplicationContext service, String path) {
        return URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
    }
}
