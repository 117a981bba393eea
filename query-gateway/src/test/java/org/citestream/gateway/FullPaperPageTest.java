package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bson.Document;
import org.citestream.events.Author;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** The page of a paper with as much to show as there can be: full lists of long titles, 45 years of citations, all points of history. */
class FullPaperPageTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int LISTED = 120;
    private static final int YEARS = 45;
    private static final int POINTS = 484;
    private static final int AUTHORS = 12;
    private static final int MANY_AUTHORS = 130;
    private static final String WHAT =
            "By words that go on, so that there are a hundred characters of them in the title of paper ";

    private static RunningGateway gateway;
    private static int id;
    private static int byMany;
    private static String page;

    @BeforeAll
    static void publish() {
        gateway = RunningGateway.get();
        int[] ids = Samples.ids(2 + 2 * LISTED);
        id = ids[0];
        byMany = ids[ids.length - 1];
        List<PaperEvent> papers = new ArrayList<>();
        List<ReferencesEvent> references = new ArrayList<>();
        List<EmbeddingEvent> embeddings = new ArrayList<>();
        Map<Integer, Double> scores = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            papers.add(paper(ids[i], i, ids[i] == byMany ? MANY_AUTHORS : i == 0 ? AUTHORS : 1));
            embeddings.add(Samples.embedding(ids[i], 1, (float) i / ids.length));
            scores.put(ids[i], 1.0 + 1.0 / (i + 1));
            if (i > 0 && i <= LISTED) {
                references.add(Samples.references(ids[i], 1, List.of(id), List.of(), 0));
            }
        }
        references.add(Samples.references(
                id,
                1,
                IntStream.range(1 + LISTED, 1 + 2 * LISTED)
                        .mapToObj(i -> ids[i])
                        .toList(),
                List.of(),
                40));
        gateway.publish(Topics.PAPERS, papers.toArray(PaperEvent[]::new));
        gateway.publish(Topics.REFERENCES, references.toArray(ReferencesEvent[]::new));
        gateway.publish(Topics.EMBEDDINGS, embeddings.toArray(EmbeddingEvent[]::new));
        gateway.publish(
                Topics.SUMMARIES,
                new SummaryEvent(
                        id,
                        1,
                        SummaryEvent.Status.CURRENT,
                        "A sentence of a summary that says what the paper does, with some detail. ".repeat(4),
                        "gpt-5-mini",
                        SummaryEvent.Method.GENERATED,
                        "1",
                        "hash",
                        null,
                        null,
                        Samples.ACCEPTED,
                        null,
                        Samples.ACCEPTED));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gateway.get("/papers/" + id).body())
                        .contains("Showing 30 of " + LISTED + " citing papers.", "gpt-5-mini")
                        .contains("Showing 30 of " + LISTED + " cited papers."));
        gateway.publishEpoch(scores, 1_000, gateway.inputs());
        Document history = new Document("_id", id);
        for (int i = 0; i < POINTS; i++) {
            history.append(
                    "d" + (i < 400 ? i : "x" + i),
                    new Document("e", i - 1_000_000L)
                            .append(
                                    "t",
                                    Samples.ACCEPTED
                                            .minus(Duration.ofDays(POINTS - i))
                                            .toEpochMilli())
                            .append("r", i == 203 ? 99_999 : 12_000 + i)
                            .append("p", 5.0911095e-05)
                            .append("c", 1_000)
                            .append("n", 100_000));
        }
        gateway.context.getBean(MongoTemplate.class).save(history, "history");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(page = gateway.get("/papers/" + id).body())
                                .contains("Why this rank", "Rank over time", "class=\"score\">1.00<"));
    }

    @Test
    void isAtMostSixtyKilobytesWithItsStyle() {
        int style = gateway.get("/assets/citestream.css").body().getBytes(StandardCharsets.UTF_8).length;
        int size = page.getBytes(StandardCharsets.UTF_8).length;
        assertThat(page.split("<th scope=\"row\"><a", -1)).hasSize(1 + 2 * 30);
        assertThat(page.split("<g tabindex", -1)).hasSize(1 + YEARS);
        assertThat((size + style) / 1024.0)
                .as(size + " of HTML and " + style + " of CSS")
                .isLessThanOrEqualTo(60);
    }

    @Test
    void drawsTheFirstTheLastTheBestAndTheWorstOfManyMomentsAndLeadsToAllOfThem() {
        String ranks = page.substring(page.indexOf("id=\"ranks-heading\""));
        List<String> shown = Pattern.compile("<tr><th scope=\"row\">[^<]+</th><td>([0-9,]+)</td>")
                .matcher(ranks.substring(0, ranks.indexOf("</section>")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
        assertThat(shown).hasSizeBetween(38, 40).contains("99,999").startsWith("12,000");
        assertThat(ranks)
                .containsPattern(shown.size() + " of 48[45] moments")
                .contains("href=\"/api/v1/papers/" + id + "/history\"");
    }

    @Test
    void saysWhyThePaperHasItsRank() {
        assertThat(page)
                .containsSubsequence(
                        "Why this rank",
                        "of its PageRank is what every paper has; the rest comes from 120 citing papers, most of all from these.",
                        "href=\"/api/v1/papers/" + id + "/why\"");
    }

    @Test
    void namesFiftyAuthorsAndUnfoldsTheOthersAndTellsProgramsAHundred() {
        String page = gateway.get("/papers/" + byMany).body();
        assertThat(page).contains("<summary>80 more authors</summary>");
        assertThat(page.split("<li dir=\"auto\"><a href=\"/authors/", -1)).hasSize(1 + MANY_AUTHORS);
        assertThat(page.split("citation_author", -1)).hasSize(1 + 100);
        assertThat(page.split("\"@type\":\"Person\"", -1)).hasSize(1 + 100);
    }

    @Test
    void tellsProgramsWhatItIsAndWhere() {
        assertThat(page)
                .contains(
                        "<meta name=\"citation_doi\" content=\"10.1/" + id + "\">",
                        "<meta name=\"citation_conference_title\" content=\"FULLTEST\">",
                        "<meta name=\"citation_abstract_html_url\" content=\"" + gateway.address() + "/papers/" + id
                                + "-by-words",
                        "\"headline\":\"By words",
                        "\"url\":\"" + gateway.address() + "/papers/" + id,
                        "\"abstract\":\"What was found",
                        "type=\"application/atom+xml\" title=\"Papers that cite this one\" href=\"/api/v1/papers/" + id
                                + "/citations.atom\"");
    }

    @Test
    void showsTheAbstractWithItsSourceAndLicenceAndLeadsToTheSources() {
        assertThat(page)
                .containsSubsequence("Abstract</h2>", "What was found", "Source: openalex; licence: CC0")
                .containsSubsequence(
                        "Described by dblp, openalex.",
                        "href=\"https://dblp.org/rec/conf/full/" + id + "\" rel=\"external\">DBLP",
                        "href=\"https://openalex.org/W" + id + "\" rel=\"external\">OpenAlex",
                        "href=\"https://www.semanticscholar.org/paper/abc" + id + "\"",
                        "href=\"https://arxiv.org/abs/2301." + id + "\"");
    }

    @Test
    void passagesOfAbstractsSayWhoseTheyAreTooAndBothAreReadAtOnce() {
        long before = readsOfAbstracts();
        assertThat(gateway.get("/?q=trying&venue=FULLTEST").body())
                .contains("by <mark>trying</mark> it out", "Passages: openalex (CC0).");
        assertThat(readsOfAbstracts() - before).isEqualTo(1);
        assertThat(gateway.get("/?venue=FULLTEST").body()).doesNotContain("Passages:");
        assertThat(gateway.get("/api/v1/papers?q=trying&venue=FULLTEST").body())
                .as("that is for pages")
                .contains("by <em>trying</em> it out")
                .doesNotContain("passageOrigin");
        assertThat(gateway.get("/api/v1/openapi.json").body()).doesNotContain("passageOrigin");
    }

    private static long readsOfAbstracts() {
        return gateway.commands.stream()
                .filter(each -> each.name().equals("find")
                        && each.document().containsKey("projection")
                        && each.document().getDocument("projection").keySet().stream()
                                .anyMatch(field -> field.startsWith("paper.abstract")))
                .count();
    }

    @Test
    void saysWhereItsListsEnd() {
        assertThat(gateway.get("/papers/" + id + "?citing=999&cited=2").body())
                .contains(
                        "The list ends before this page. <a href=\"/papers/" + id + "?citing=1&amp;cited=2#citing\">",
                        "Showing 0 of 120 citing papers.",
                        "Showing 30 of 120 cited papers.");
    }

    private static PaperEvent paper(int id, int place, int writers) {
        List<Author> authors = IntStream.range(0, writers)
                .mapToObj(i -> new Author("full-of-" + id + "-" + i, "Ada Author " + i, null))
                .toList();
        return new PaperEvent(
                id,
                1,
                PaperStatus.LIVE,
                null,
                List.of(
                        "doi:10.1/" + id,
                        "dblp:conf/full/" + id,
                        "openalex:W" + id,
                        "semantic-scholar:abc" + id,
                        "arxiv:2301." + id),
                (WHAT + id + " of all").substring(0, Math.min(100, WHAT.length() + 12)),
                authors,
                "FULLTEST",
                1980 + place % YEARS,
                "10.1/" + id,
                new PaperEvent.PaperAbstract("What was found by trying it out. ".repeat(40), "openalex", "CC0"),
                null,
                List.of("dblp", "openalex"),
                Samples.ACCEPTED);
    }
}
