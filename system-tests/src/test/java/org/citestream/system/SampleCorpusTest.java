package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code ./quickstart} shows: the sample corpus, by API and in a browser. */
class SampleCorpusTest {

    private static final String GALVATRON = "doi:10.14778/3570690.3570697";

    @TempDir
    static Path directory;

    private static Standalone product;
    private static Api api;
    private static JsonNode stats;
    private static JsonNode galvatron;

    @BeforeAll
    static void start() throws IOException {
        product = RunningProduct.start(
                directory.resolve("data"), Map.of("logging.level.root", "warn"), RunningProduct.samples());
        api = new Api(product.address());
        stats = api.awaitSettled(Duration.ofMinutes(3));
        galvatron = api.all("/api/v1/papers?sort=rank").stream()
                .map(item -> api.ok("/api/v1/papers/" + item.path("id").asInt()))
                .filter(view -> view.path("keys").toString().contains(GALVATRON))
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @Test
    void everyPaperOfTheCorpusIsViewableSummarisedRankedAndEmbedded() {
        long papers = api.ok("/api/v1/imports")
                .path("imports")
                .get(0)
                .path("accepted")
                .asLong();
        assertThat(papers).isBetween(95L, 110L);
        assertThat(stats.path("papers").asLong()).isEqualTo(papers);
        assertThat(stats.path("viewable").asLong()).isEqualTo(papers);
        assertThat(stats.path("ranked").asLong()).isEqualTo(papers);
        assertThat(stats.path("summarized").asLong()).isEqualTo(papers);
        assertThat(stats.path("embedded").asLong()).isEqualTo(papers);
        assertThat(stats.path("errorBound").asDouble()).isLessThan(1e-9);
    }

    @Test
    void theCentralPaperIsAsTheDesignShowsIt() {
        assertThat(galvatron.path("venue").asString()).isEqualTo("VLDB");
        assertThat(galvatron.path("year").asInt()).isEqualTo(2023);
        assertThat(galvatron.path("doi").asString()).isEqualTo("10.14778/3570690.3570697");
        assertThat(galvatron.path("authors").size()).isEqualTo(7);
        assertThat(galvatron.path("citations").path("count").asInt()).isEqualTo(13);
        assertThat(galvatron.path("references").path("count").asInt()).isEqualTo(5);
        assertThat(galvatron.path("references").path("unresolved").asInt()).isEqualTo(6);
        assertThat(galvatron.path("similar").size()).isEqualTo(10);
        assertThat(galvatron.path("summary").path("method").asString()).isEqualTo("extractive");
        assertThat(galvatron.path("summary").path("text").asString()).isNotBlank();
        int id = galvatron.path("id").asInt();
        List<JsonNode> citing = api.all("/api/v1/papers/" + id + "/citations");
        assertThat(citing).hasSize(13);
        assertThat(citing.stream().map(item -> item.path("rank").asInt()).toList())
                .isSorted();
        assertThat(api.all("/api/v1/papers/" + id + "/references")).hasSize(5);
    }

    @Test
    void aSubmissionOverHttpShowsOnThePageOfThePaper() {
        JsonNode submitted = api.submit(
                product.apiKey(),
                "{\"source\":\"test\",\"key\":\"one\",\"title\":\"A <b>bold</b> title\",\"year\":2024,\"venue\":\"CIDR\","
                        + "\"references\":[\"" + GALVATRON + "\"]}");
        api.awaitSettled(Duration.ofMinutes(1));
        JsonNode outcome = api.outcome(product.apiKey(), submitted);
        int paper = outcome.path("paper").asInt();
        HttpResponse<String> page = api.get("/papers/" + paper);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("A &lt;b&gt;bold&lt;/b&gt; title").doesNotContain("A <b>bold</b> title");
        assertThat(outcome.path("state").asString()).isEqualTo("ASSEMBLED");

        assertThat(citationsOfGalvatron()).isEqualTo(14);

        api.submit(product.apiKey(), "{\"source\":\"test\",\"key\":\"one\",\"deleted\":true}");
        api.awaitSettled(Duration.ofMinutes(1));
        assertThat(citationsOfGalvatron()).isEqualTo(13);
    }

    @Test
    void operatorsSeeFeedsAndDeadLettersWithTheirKeyAlone() {
        HttpResponse<String> door = api.get("/operators");
        assertThat(door.body()).contains("Operator key").doesNotContain("Dead letters");
        assertThat(enter("cs_wrong").statusCode()).isEqualTo(403);

        HttpResponse<String> entered = enter(product.apiKey());
        assertThat(entered.statusCode()).isEqualTo(303);
        String cookie = entered.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/operators");

        HttpResponse<String> page = api.send(HttpRequest.newBuilder(URI.create(product.address() + "/operators"))
                .header("Cookie", cookie.substring(0, cookie.indexOf(';'))));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("cache-control").orElseThrow()).contains("no-store");
        assertThat(page.body())
                .contains("What waits", "Feeds", "Dead letters", "None: every record was handled.")
                .doesNotContain(product.apiKey());

        HttpResponse<String> elsewhere =
                api.send(HttpRequest.newBuilder(URI.create(product.address() + "/operators/replay"))
                        .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                        .header("Sec-Fetch-Site", "cross-site")
                        .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(elsewhere.statusCode()).isEqualTo(400);
        HttpResponse<String> tried =
                api.send(HttpRequest.newBuilder(URI.create(product.address() + "/operators/replay"))
                        .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                        .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(tried.statusCode()).isEqualTo(303);
        String told = tried.headers().firstValue("set-cookie").orElseThrow();
        assertThat(api.send(HttpRequest.newBuilder(URI.create(product.address() + "/operators"))
                                .header(
                                        "Cookie",
                                        cookie.substring(0, cookie.indexOf(';') + 1) + " "
                                                + told.substring(0, told.indexOf(';'))))
                        .body())
                .contains("0 would be put back");
    }

    private static HttpResponse<String> enter(String key) {
        return api.send(HttpRequest.newBuilder(URI.create(product.address() + "/operators/key"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("key=" + key)));
    }

    private static int citationsOfGalvatron() {
        return api.ok("/api/v1/papers/" + galvatron.path("id").asInt())
                .path("citations")
                .path("count")
                .asInt();
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "CITESTREAM_CHROMIUM",
            matches = ".+",
            disabledReason = "no Chromium found; ./test --install fetches one")
    void aReaderFollowsAPaperToACitingPaperInABrowser() {
        List<String> problems = new ArrayList<>();
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.browser().newPage(new Browser.NewPageOptions().setColorScheme(ColorScheme.LIGHT));
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    problems.add(message.text());
                }
            });
            page.onRequest(request -> {
                if (!request.url().startsWith(product.address())) {
                    problems.add("external request: " + request.url());
                }
            });
            page.navigate(product.address() + "/papers/" + galvatron.path("id").asInt());
            String text = page.textContent("body");
            assertThat(text)
                    .contains("Database Paper Browser")
                    .contains("Galvatron")
                    .contains("Incoming Non-self Citations Over Time")
                    .contains("Showing 13 of 13 citing papers.")
                    .contains("Showing 5 of 5 cited papers.")
                    .contains("summarized by");
            page.setViewportSize(1200, 900);
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "screenshots", "paper.png")));
            page.getByText("FlexMoE").first().click();
            assertThat(page.textContent("h1, h2")).isNotBlank();
            assertThat(page.textContent("body")).contains("FlexMoE").contains("Galvatron");
            page.navigate(product.address() + "/");
            assertThat(page.textContent("body")).contains("Papers");
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "screenshots", "papers.png")));
        }
        assertThat(problems).isEmpty();
    }
}
