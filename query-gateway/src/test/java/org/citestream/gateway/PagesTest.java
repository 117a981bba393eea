package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PagesTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String HOSTILE = "<script>alert('x')</script> & \"quotes\"";

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.get();
    }

    @Test
    void aPaperPageShowsEveryFieldInTheOrderOfTheDesign() {
        int[] ids = Samples.ids(3);
        gateway.publish(
                Topics.PAPERS,
                paper(ids[0], "The Paper", "A. Author", new PaperEvent.PaperAbstract("What it says.", "sample", null)),
                paper(ids[1], "The Citing Paper", "B. Author", null),
                paper(ids[2], "The Cited Paper", "C. Author", null));
        gateway.publish(
                Topics.REFERENCES,
                Samples.references(ids[0], 1, List.of(ids[2]), List.of(), 6),
                Samples.references(ids[1], 1, List.of(ids[0]), List.of(), 0));
        gateway.publish(
                Topics.SUMMARIES,
                new SummaryEvent(
                        ids[0],
                        1,
                        SummaryEvent.Status.CURRENT,
                        "In a sentence.",
                        "gpt-5-mini",
                        SummaryEvent.Method.GENERATED,
                        "1",
                        "hash",
                        null,
                        null,
                        Instant.parse("2026-02-09T11:00:00Z"),
                        null,
                        Samples.ACCEPTED));

        String page = await().atMost(SOON)
                .until(
                        () -> gateway.get("/papers/" + ids[0]).body(),
                        body -> body.contains("In a sentence.")
                                && body.contains("1 of 1 citing")
                                && body.contains("The Cited Paper"));

        assertThat(page)
                .containsSubsequence(
                        "Database Paper Browser",
                        "<meta name=\"description\" content=\"In a sentence.\">",
                        "/papers/" + ids[0] + "-the-paper\">",
                        "<meta name=\"citation_title\" content=\"The Paper\">",
                        "<meta name=\"citation_author\" content=\"A. Author\">",
                        "<meta name=\"citation_publication_date\" content=\"2023\">",
                        "<h1",
                        "The Paper",
                        "In a sentence.",
                        "(summarized by gpt-5-mini on Feb 09 2026)",
                        "Paper id",
                        "Venue",
                        "VLDB",
                        "Year",
                        "2023",
                        "PageRank",
                        "Overall rank",
                        "https://doi.org/10.1/",
                        "Incoming Non-self Citations Over Time",
                        "<svg",
                        "<title>2023: 1 citation</title>",
                        "As a table",
                        "Authors",
                        "href=\"/authors/a-author-" + ids[0] + "\"",
                        "A. Author",
                        "Incoming citations, sorted by PageRank",
                        "The Citing Paper",
                        "Showing 1 of 1 citing papers.",
                        "Previous",
                        "Page 1 / 1",
                        "Next",
                        "The Cited Paper",
                        "Showing 1 of 1 cited papers.",
                        "1 of 7 references are in this collection.",
                        "Only citations between papers of this collection count: those of VLDB, SIGMOD, PODS, CIDR.",
                        "Semantically similar papers",
                        "Sample description, written for this demonstration; not the paper's abstract.",
                        "What it says.",
                        "Accepted Feb 09 2026");
        assertThat(gateway.get("/papers/" + ids[0] + "-the-paper").body()).isEqualTo(page);
        assertThat(gateway.get("/papers/" + ids[0] + "-a-former-title").body()).isEqualTo(page);
        assertThat(gateway.get("/authors/a-author-" + ids[0]).body())
                .contains("A. Author", "The Paper")
                .doesNotContain("The Citing Paper");
    }

    @Test
    void markupInWhatAPaperSaysStaysText() {
        int id = Samples.ids(1)[0];
        gateway.publish(
                Topics.PAPERS,
                paper(id, HOSTILE, HOSTILE, new PaperEvent.PaperAbstract(HOSTILE, "\"><img src=x>", HOSTILE)));
        gateway.publish(
                Topics.SUMMARIES,
                new SummaryEvent(
                        id,
                        1,
                        SummaryEvent.Status.CURRENT,
                        HOSTILE,
                        HOSTILE,
                        SummaryEvent.Method.GENERATED,
                        "1",
                        "hash",
                        null,
                        null,
                        null,
                        null,
                        Samples.ACCEPTED));

        String page = await().atMost(SOON)
                .until(() -> gateway.get("/papers/" + id).body(), body -> body.contains("(summarized by"));

        assertThat(page)
                .contains("&lt;script&gt;alert")
                .doesNotContain("<script>")
                .doesNotContain("<img");
        // What is told to programs ends no element either, and says the same.
        Matcher jsonLd = Pattern.compile("<script type=\"application/ld\\+json\">(.*?)</script>")
                .matcher(page);
        assertThat(jsonLd.find()).isTrue();
        JsonNode article = JsonMapper.shared().readTree(jsonLd.group(1));
        assertThat(article.path("@type").asString()).isEqualTo("ScholarlyArticle");
        assertThat(article.path("name").asString()).isEqualTo(HOSTILE);
        assertThat(jsonLd.find()).isFalse();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(gateway.get("/?sort=year").body()).contains("&lt;script&gt;"));
        assertThat(withoutOwnScript(gateway.get("/?sort=year").body())).doesNotContain("<script");
    }

    @Test
    void whileANewSummaryIsMadeTheOldOneIsShownAsOfItsDate() {
        int id = Samples.ids(1)[0];
        gateway.publish(
                Topics.PAPERS,
                paper(
                        id,
                        "A Changed Paper",
                        "A. Author",
                        new PaperEvent.PaperAbstract("What it says now.", "s", null)));
        gateway.publish(
                Topics.SUMMARIES,
                new SummaryEvent(
                        id,
                        2,
                        SummaryEvent.Status.PENDING,
                        "What it said then.",
                        "gpt-5-mini",
                        SummaryEvent.Method.GENERATED,
                        "1",
                        "hash of the former text",
                        null,
                        null,
                        Instant.parse("2025-12-24T11:00:00Z"),
                        "the abstract changed",
                        Samples.ACCEPTED));

        String page = await().atMost(Duration.ofSeconds(60))
                .until(() -> gateway.get("/papers/" + id).body(), body -> body.contains("What it said then."));

        assertThat(page)
                .containsSubsequence(
                        "What it said then.",
                        "(summarized by gpt-5-mini on Dec 24 2025)",
                        "The abstract has changed since; a new summary is being made.");
        JsonNode view =
                JsonMapper.shared().readTree(gateway.get("/api/v1/papers/" + id).body());
        assertThat(view.get("summaryStatus").asString()).isEqualTo("pending");
        assertThat(view.get("summary").toString()).contains("What it said then.", "2025-12-24");
    }

    @Test
    void aPageWithoutSummarySaysWhy() {
        int id = Samples.ids(1)[0];
        gateway.publish(Topics.PAPERS, paper(id, "Without abstract", "D. Author", null));
        gateway.publish(Topics.SUMMARIES, Samples.noAbstract(id));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gateway.get("/papers/" + id).body())
                        .contains("No summary: no source gives an abstract of this paper."));
    }

    @Test
    void nothingOnAPageComesFromElsewhere() {
        HttpResponse<String> list = gateway.get("/");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
        assertThat(list.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "style-src 'self'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(withoutOwnScript(list.body()))
                .contains("<h1>Papers</h1>")
                .doesNotContain("<script")
                .doesNotContain("style=");
        assertThat(gateway.get("/assets/citestream.css").body()).doesNotContain("url(", "@import");
        assertThat(gateway.get("/assets/citestream.js").body()).doesNotContain("http:", "https:", "innerHTML");
        assertThat(gateway.get("/assets/icon.svg").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/papers/999999", "/authors/nobody", "/nothing", "/papers/1000/nothing"})
    void whatIsNotThereIsAPageThatSaysSo(String path) {
        HttpResponse<String> answer = gateway.get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
        assertThat(answer.body()).contains("<h1>Not found</h1>", "Database Paper Browser");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?page=0",
                "/?page=x",
                "/?sort=%3Cscript%3E",
                "/papers/0",
                "/papers/x%3Cy",
                "/papers/1000?citing=-1",
                "/papers/1000?cited=2147483648",
                "/authors/nobody?page=0"
            })
    void aBadParameterIsAPageThatSaysWhatIsAllowed(String path) {
        HttpResponse<String> answer = gateway.get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
        assertThat(withoutOwnScript(answer.body())).contains("must be").doesNotContain("<script");
    }

    /** A page without the one script that belongs to all of them. */
    private static String withoutOwnScript(String page) {
        String own = "<script src=\"/assets/citestream.js\" defer></script>";
        assertThat(page).containsOnlyOnce(own);
        return page.replace(own, "");
    }

    private static PaperEvent paper(
            int id, String title, String author, PaperEvent.@Nullable PaperAbstract abstractText) {
        return new PaperEvent(
                id,
                1,
                PaperStatus.LIVE,
                null,
                List.of("dblp:" + id),
                title,
                List.of(new Author(
                        author.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-") + "-" + id, author, null)),
                "VLDB",
                2023,
                "10.1/" + id,
                abstractText,
                null,
                List.of("dblp"),
                Samples.ACCEPTED);
    }
}
