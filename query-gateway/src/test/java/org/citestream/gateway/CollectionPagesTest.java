package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.Topics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages beside that of a paper, over sixty papers of venue PAGETEST: the first is cited by all others and cites none. */
class CollectionPagesTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int PAPERS = 60;

    private static RunningGateway gateway;
    private static int[] ids;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.get();
        ids = Samples.ids(PAPERS);
        gateway.publish(
                Topics.PAPERS,
                IntStream.range(0, PAPERS)
                        .mapToObj(i -> paper(ids[i], "Pelagic joins, part " + i, 2000 + i % 12))
                        .toArray(PaperEvent[]::new));
        gateway.publish(
                Topics.REFERENCES,
                IntStream.range(1, PAPERS)
                        .mapToObj(i -> Samples.references(ids[i], 1, List.of(ids[0]), List.of(), 0))
                        .toArray(org.citestream.events.ReferencesEvent[]::new));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                gateway.get("/?venue=PAGETEST&q=pelagic").body())
                        .contains("60 papers"));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(gateway.get("/papers/" + ids[0]).body()).contains("of 59 citing papers"));
    }

    @Test
    void searchMarksWhatWasFoundAndGoesThroughAllPagesOfTheNarrowedList() {
        String first = body("/?q=pelagic&venue=PAGETEST&sort=citations");
        assertThat(first)
                .contains("<mark>Pelagic</mark> joins, part 0", "Page 1 / 2", "aria-label=\"Remove: PAGETEST\"")
                .contains("href=\"/?q=pelagic&amp;venue=PAGETEST&amp;sort=citations&amp;page=2\"");
        assertThat(first.indexOf("part 0<")).isLessThan(first.indexOf("part 1<"));
        assertThat(body("/?q=pelagic&venue=PAGETEST&page=2")).contains("Page 2 / 2");
        assertThat(body("/?q=pelagic&venue=PAGETEST&page=3")).contains("The list ends before this page.");
        assertThat(body("/venues/PAGETEST/2000?page=9")).contains("The list ends before this page.");
        assertThat(body("/authors/page-author?page=9")).contains("The list ends before this page.");
    }

    @Test
    void theListCanBeNarrowedByVenueYearAndAuthorAndWidenedAgain() {
        String found = body("/?q=pelagic");
        assertThat(found)
                .contains("/?q=pelagic&amp;yearFrom=2003&amp;yearTo=2003", "/?q=pelagic&amp;author=page-author-1\"");
        assertThat(body("/?q=pelagic&yearFrom=2003&yearTo=2003")).contains("5 papers", ">2003</span>");
        assertThat(body("/?q=pelagic&author=page-author-1")).contains("20 papers", "by Bo Pelagia");
    }

    @Test
    void anEmptyFieldOfTheFormAsksForNothing() {
        assertThat(body("/?q=&venue=PAGETEST&yearFrom=&yearTo=&sort=relevance")).contains("60 papers");
        HttpResponse<String> moved = gateway.get("/papers?q=pelagic");
        assertThat(moved.statusCode()).isEqualTo(308);
        assertThat(moved.headers().firstValue("location").orElseThrow()).endsWith("/?q=pelagic");
    }

    @Test
    void aSearchThatFindsNothingSaysWhatToTry() {
        assertThat(body("/?q=%22joins%20pelagic%22&venue=PAGETEST"))
                .contains("No paper fits", "href=\"/?q=joins%20pelagic&amp;venue=PAGETEST\"", "Look among all papers");
        assertThat(body("/?q=zzzz"))
                .as("there are no embeddings here to search by")
                .contains("All words must be found")
                .doesNotContain("Search by what it means");
        assertThat(body("/?q=%3Cscript%3Ealert(1)%3C/script%3E"))
                .contains("&lt;script>alert(1)&lt;/script>")
                .doesNotContain("<script>alert");
    }

    @Test
    void suggestionsGoOnAsWhatIsTyped() {
        HttpResponse<String> answer = gateway.get("/suggestions?q=joins%20pela");
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("application/json");
        assertThat(answer.body()).startsWith("[\"Pelagic joins, part ");
        assertThat(body("/suggestions?q=zzzz")).isEqualTo("[]");
        assertThat(body("/suggestions?q=%22")).isEqualTo("[]");
    }

    @Test
    void aVenueAndItsProceedingsShowHowTheyFare() {
        assertThat(body("/venues")).contains("PAGETEST", "60 papers, 2000–2011");
        assertThat(body("/venues/pagetest")).contains("<h1>PAGETEST</h1>", "/venues/PAGETEST/2000");
        assertThat(body("/venues/PAGETEST/2000"))
                .contains(
                        "<h1>PAGETEST 2000</h1>",
                        ">5</dd>",
                        ">59</dd>",
                        ">11.8</dd>",
                        ">80 %</dd>",
                        "Pelagic joins, part 12")
                .contains("PAGETEST 2001 →");
        assertThat(gateway.get("/venues/PAGETEST/1999").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/venues/NOWHERE").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/venues/PAGETEST/soon").statusCode()).isEqualTo(400);
    }

    @Test
    void aVenueOfAnyNameLeadsToItsPapers() {
        int id = Samples.ids(1)[0];
        gateway.publish(Topics.PAPERS, paper(id, "Of a venue with signs in its name", 2020, "P & Q #1"));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                gateway.get("/venues/P%20%26%20Q%20%231").body())
                        .contains("<h1>P &amp; Q #1</h1>", "<a href=\"/?venue=P%20%26%20Q%20%231\">"));
        assertThat(body("/?venue=P%20%26%20Q%20%231")).contains("1 paper");
    }

    @Test
    void aMergedPaperLeadsToTheOneItIsInForTheMomentOnly() {
        int id = Samples.ids(1)[0];
        gateway.publish(Topics.PAPERS, Samples.paper(id, 1, PaperStatus.RETIRED, ids[0], "The same paper twice", 2020));

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(gateway.get("/papers/" + id).statusCode()).isEqualTo(308));
        assertThat(gateway.get("/papers/" + id).headers().firstValue("location").orElseThrow())
                .isEqualTo("/papers/" + ids[0]);
    }

    @Test
    void anAuthorsPageSumsUpTheirPapersAndNamesCoAuthors() {
        assertThat(body("/authors/page-author-1"))
                .contains("Bo Pelagia", ">20</dd>", "Sum of PageRank", "Rank among authors", "Co-authors")
                .contains("The number is that of the papers written together.")
                .contains("<a href=\"/authors/page-author\">Ada Pelagia</a> <span class=\"score\">20</span>");
        assertThat(body("/authors/page-author")).contains(">59</dd>", "<title>2001: 5 citations</title>");
    }

    @Test
    void thePapersAroundAPaperAreAPictureWithLinksAndAList() {
        String picture = body("/papers/" + ids[0] + "/graph");
        assertThat(picture)
                .contains("<svg class=\"graph\"", "of the 59 papers that cite it", "<circle class=\"centre\"", "rank")
                .containsPattern("<a href=\"/papers/" + ids[1]
                        + "\" aria-label=\"[0-9]+: Pelagic joins, part 1 \\(PAGETEST 2001\\)\">");
        assertThat(picture.split("<circle", -1)).hasSize(1 + 1 + 15);
        assertThat(picture.split("<line class=\"own\"", -1)).hasSize(1 + 15);
        assertThat(gateway.get("/papers/999999/graph").statusCode()).isEqualTo(404);
    }

    @Test
    void moversAndAboutAreThere() {
        assertThat(body("/movers")).contains("<h1>Movers</h1>", "Places gained", "Citations gained");
        assertThat(body("/movers?window=hour")).contains("aria-current=\"true\">an hour<");
        assertThat(body("/about"))
                .contains("About Database Paper Browser", "How the rank is made", "85 %", "With an embedding")
                .contains("none between papers that share an author", "The newest paper is <a href=\"/papers/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/movers?window=year",
                "/?yearFrom=x",
                "/?minRank=0",
                "/?mode=magic&q=x",
                "/venues/PAGETEST/2000?page=0"
            })
    void aBadParameterSaysWhatIsAllowed(String path) {
        HttpResponse<String> answer = gateway.get(path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("must be");
    }

    private static String body(String path) {
        HttpResponse<String> answer = gateway.get(path);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static PaperEvent paper(int id, String title, int year) {
        return paper(id, title, year, "PAGETEST");
    }

    private static PaperEvent paper(int id, String title, int year, String venue) {
        return new PaperEvent(
                id,
                1,
                PaperStatus.LIVE,
                null,
                List.of("dblp:" + id),
                title,
                id % 3 == ids[0] % 3
                        ? List.of(new Author("page-author", "Ada Pelagia", null))
                        : id % 3 == (ids[0] + 1) % 3
                                ? List.of(
                                        new Author("page-author", "Ada Pelagia", null),
                                        new Author("page-author-1", "Bo Pelagia", null))
                                : List.of(new Author("page-author-2", "Cy Pelagia", null)),
                venue,
                year,
                null,
                null,
                null,
                List.of("dblp"),
                Samples.ACCEPTED);
    }
}
