package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.Topics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The endpoints over a small collection of its own: five papers of venue CATTEST by one author, with citations and an epoch. */
class CatalogueApiTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String PAPERS = "/api/v1/papers";

    private static RunningGateway gateway;
    private static int[] ids;
    private static RankEpoch epoch;

    @BeforeAll
    static void publish() {
        gateway = RunningGateway.get();
        ids = Samples.ids(6);
        String[] titles = {
            "Zebrafish hashing at scale",
            "=SUM(1,2) <b>zebrafish</b> & {braces}",
            "Learned zebrafish joins",
            "Streaming quokkas",
            "Quokkas and zebrafishes, \"quoted\"",
        };
        for (int i = 0; i < 5; i++) {
            gateway.publish(Topics.PAPERS, paper(ids[i], titles[i], 2001 + i, PaperStatus.LIVE, null));
        }
        gateway.publish(Topics.PAPERS, paper(ids[5], "Twin", 2001, PaperStatus.RETIRED, ids[0]));
        gateway.publish(
                Topics.REFERENCES,
                Samples.references(ids[1], 1, List.of(ids[0]), List.of(), 0),
                Samples.references(ids[2], 1, List.of(ids[0], ids[1]), List.of(), 0));
        // The equation of the ranking with d = 0.85: 0.15 + 0.85 (0.2775 / 1 + 0.15 / 2) and so on.
        epoch = gateway.publishEpoch(
                Map.of(
                        ids[0], 0.15 + 0.85 * ((0.15 + 0.85 * 0.075) + 0.075),
                        ids[1], 0.15 + 0.85 * 0.075,
                        ids[2], 0.15,
                        ids[3], 0.15,
                        ids[4], 0.15),
                10,
                gateway.inputs());
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.json(PAPERS + "/" + ids[i] + "?fields=freshness")
                                .get("freshness")
                                .get("epoch")
                                .asLong(0))
                        .isGreaterThanOrEqualTo(epoch.epoch());
            }
            assertThat(gateway.ids(PAPERS + "?q=zebrafish&venue=cattest")).hasSize(4);
        });
    }

    @Test
    void filtersSelectAndFacetsAddUp() {
        assertThat(gateway.ids(PAPERS + "?venue=cattest&sort=id"))
                .containsExactly(ids[0], ids[1], ids[2], ids[3], ids[4]);
        assertThat(gateway.ids(PAPERS + "?venue=CATTEST&yearFrom=2002&yearTo=2003&sort=year"))
                .containsExactly(ids[2], ids[1]);
        assertThat(gateway.ids(PAPERS + "?author=cat-author&citedBy=" + ids[2] + "&sort=citations"))
                .containsExactly(ids[0], ids[1]);
        assertThat(gateway.ids(PAPERS + "?cites=" + ids[0] + "&sort=id")).containsExactly(ids[1], ids[2]);
        assertThat(gateway.ids(PAPERS + "?cites=" + ids[5] + "&sort=id"))
                .as("by the id of a paper that became it")
                .containsExactly(ids[1], ids[2]);
        assertThat(gateway.ids(PAPERS + "?venue=cattest&hasSummary=true")).isEmpty();
        int rank = gateway.json(PAPERS + "/" + ids[1]).get("rank").asInt();
        assertThat(gateway.ids(PAPERS + "?venue=cattest&minRank=" + rank))
                .contains(ids[0], ids[1])
                .doesNotContain(ids[3]);
        assertThat(gateway.ids(PAPERS + "?venue=cattest&sort=movement")).hasSize(5);

        JsonNode facets =
                gateway.json(PAPERS + "?venue=cattest&facets=all&size=1").get("facets");
        assertThat(facets.get("venue").get(0).get("value").asString()).isEqualTo("CATTEST");
        assertThat(facets.get("venue").get(0).get("count").asInt()).isEqualTo(5);
        assertThat(facets.get("year").size()).isEqualTo(5);
        assertThat(facets.get("hasSummary").get(0).get("count").asInt()).isEqualTo(5);
        assertThat(gateway.json(PAPERS).get("facets")).isNull();
        assertThat(gateway.json(PAPERS).get("freshness").get("epoch").asLong()).isGreaterThanOrEqualTo(epoch.epoch());
    }

    @Test
    void wordsAreFoundWithTheirEndingsAndHighlightedAsData() {
        JsonNode found = gateway.json(PAPERS + "?q=zebrafish+SUM");
        assertThat(found.get("total").asInt()).isEqualTo(1);
        assertThat(found.get("items").get(0).get("highlight").get("title").asString())
                .isEqualTo("=<em>SUM</em>(1,2) &lt;b&gt;<em>zebrafish</em>&lt;&#x2F;b&gt; &amp; {braces}");
        assertThat(gateway.ids(PAPERS + "?q=%22learned+zebrafish%22")).containsExactly(ids[2]);
        assertThat(gateway.ids(PAPERS + "?q=%22zebrafish+learned%22")).isEmpty();
        assertThat(gateway.ids(PAPERS + "?q=quokka&sort=year")).containsExactly(ids[4], ids[3]);
        assertThat(gateway.ids(PAPERS + "?q=caterina+zebrafish+hashing")).containsExactly(ids[0]);
        assertThat(gateway.ids(PAPERS + "?q=%28%29%2B-%7C%22")).isEmpty();
    }

    @Test
    void aWalkByCursorKeepsToItsListWhileTheCollectionChanges() {
        int[] more = Samples.ids(40);
        for (int i = 0; i < 20; i++) {
            gateway.publish(Topics.PAPERS, walked(more[i], "Walked " + i, 2010));
        }
        await().atMost(SOON)
                .until(() -> gateway.json(PAPERS + "?venue=walk").get("total").asInt() == 20);

        List<Integer> seen = new ArrayList<>();
        JsonNode page = gateway.json(PAPERS + "?venue=walk&sort=year&size=3");
        int arrived = 20;
        while (true) {
            page.get("items").forEach(each -> seen.add(each.get("id").asInt()));
            JsonNode next = page.get("next");
            if (next.isNull()) {
                break;
            }
            // Each new paper would come first, and push all others along.
            gateway.publish(Topics.PAPERS, walked(more[arrived], "Late " + arrived, 2030));
            arrived++;
            int now = arrived;
            await().atMost(SOON)
                    .until(() ->
                            gateway.json(PAPERS + "?venue=walk").get("total").asInt() == now);
            page = gateway.json(PAPERS + "?size=3&cursor=" + next.asString());
            assertThat(page.get("total").asInt()).isEqualTo(20);
        }
        assertThat(seen)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrder(
                        IntStream.range(0, 20).mapToObj(i -> more[i]).toArray(Integer[]::new));
    }

    @Test
    void aCursorThatIsNotKeptIsGoneAndAForgedOneIsRefused() {
        assertThat(gateway.get(PAPERS + "?cursor=0123456789abcdef01234567-20").statusCode())
                .isEqualTo(410);
        String next = gateway.json(PAPERS + "?venue=cattest&size=2").get("next").asString();
        for (String wrong : List.of("x", "", next + "0000", next.replace("-2", "-99999"), "%00", "-1")) {
            HttpResponse<String> answer = gateway.get(PAPERS + "?cursor=" + wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(gateway.parse(answer.body()).get("parameter").asString()).isEqualTo("cursor");
        }
        assertThat(gateway.get(PAPERS + "?venue=other&cursor=" + next).statusCode())
                .isEqualTo(400);
        assertThat(gateway.get(PAPERS + "?venue=cattest&cursor=" + next).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aViewIsCutToItsFieldsAndExpanded() {
        JsonNode cut = gateway.json(PAPERS + "/" + ids[0] + "?fields=id,title,citations");
        assertThat(cut.propertyNames()).containsExactlyInAnyOrder("id", "title", "citations");
        JsonNode more =
                gateway.json(PAPERS + "/doi:10.1/" + ids[0] + "?fields=id&include=citations,references,history,why");
        assertThat(more.get("citing").get("total").asInt()).isEqualTo(2);
        assertThat(more.get("cited").get("total").asInt()).isZero();
        assertThat(more.get("why").get("total").asInt()).isEqualTo(2);
        assertThat(more.get("history").get("now").get("citations").asInt()).isEqualTo(2);
    }

    @Test
    void aKeyIsTheSameWithItsColonAndSlashEncoded() {
        String encoded = "doi%3A10.1%2F" + ids[0];
        assertThat(gateway.json(PAPERS + "/" + encoded + "?fields=id").get("id").asInt())
                .isEqualTo(ids[0]);
        assertThat(gateway.json(PAPERS + "/" + encoded + "/citations")
                        .get("total")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aBatchAnswersByPositionWithNullForTheUnknown() {
        HttpResponse<String> answer = gateway.post(
                PAPERS + "/batch?fields=id,title",
                "[%d, \"doi:10.1/%d\", 99999999, \"dblp:none\", %d, %d]".formatted(ids[2], ids[1], ids[5], ids[2]));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode papers = gateway.parse(answer.body());
        assertThat(papers.size()).isEqualTo(6);
        assertThat(papers.get(0).get("id").asInt()).isEqualTo(ids[2]);
        assertThat(papers.get(1).get("id").asInt()).isEqualTo(ids[1]);
        assertThat(papers.get(2).isNull()).isTrue();
        assertThat(papers.get(3).isNull()).isTrue();
        assertThat(papers.get(4).get("id").asInt())
                .as("the paper that it became")
                .isEqualTo(ids[0]);
        assertThat(papers.get(5).propertyNames()).containsExactlyInAnyOrder("id", "title");

        for (String wrong : List.of(
                "{}", "[]", "[1.5]", "[null]", "[[1]]", "nonsense", "", "[0,\"x\"]", "[" + "1,".repeat(500) + "1]")) {
            HttpResponse<String> refused = gateway.post(PAPERS + "/batch", wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
        }
    }

    @Test
    void theSharesOfTheCitingPapersAddUpToThePageRank() {
        JsonNode why = gateway.json(PAPERS + "/" + ids[0] + "/why");
        double sum = why.get("base").asDouble() + why.get("unsettled").asDouble();
        for (JsonNode each : why.get("shares")) {
            sum += each.get("amount").asDouble();
        }
        double pageRank = why.get("pagerank").asDouble();
        assertThat(sum).isCloseTo(pageRank, within(1e-15));
        assertThat(why.get("unsettled").asDouble()).as("the equation holds").isCloseTo(0, within(1e-12));
        assertThat(why.get("shares").get(0).get("id").asInt()).isEqualTo(ids[1]);
        assertThat(why.get("shares").get(1).get("cites").asInt()).isEqualTo(2);
        assertThat(why.get("lastMoved").get("epoch").asLong()).isEqualTo(epoch.epoch());
    }

    @Test
    void theHistoryTellsEarlierRanksAndAViewAsOfThen() {
        int[] own = Samples.ids(1);
        gateway.publish(Topics.PAPERS, Samples.paper(own[0], 1, "Remembered"));
        await().atMost(SOON).until(() -> gateway.get(PAPERS + "/" + own[0]).statusCode() == 200);
        RankEpoch first = gateway.publishEpoch(Map.of(own[0], 0.9), 10, gateway.inputs());
        JsonNode history = await().atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> gateway.json(PAPERS + "/" + own[0] + "/history"),
                        found -> !found.get("points").isEmpty());
        assertThat(history.get("points").get(0).get("epoch").asLong()).isEqualTo(first.epoch());
        assertThat(history.get("points").get(0).get("pagerank").asDouble()).isEqualTo(0.09);

        JsonNode then = gateway.json(PAPERS + "/" + own[0] + "?asOf=" + Instant.now());
        assertThat(then.get("pagerank").asDouble()).isEqualTo(0.09);
        assertThat(then.get("freshness").get("epoch").asLong()).isEqualTo(first.epoch());
        assertThat(then.get("citations").get("count").asInt()).isZero();
        assertThat(then.get("citations").get("nonSelf").isNull()).isTrue();
        assertThat(then.get("percentile").isNull()).isFalse();
        assertThat(then.get("asOf").get("notKept").toString())
                .contains("citations.nonSelf")
                .doesNotContain("\"rank\"");
        assertThat(gateway.get(PAPERS + "/" + own[0] + "?asOf=yesterday").statusCode())
                .isEqualTo(400);
    }

    @Test
    void authorsVenuesAndMoversAreAnswered() {
        JsonNode author = gateway.json("/api/v1/authors/cat-author?sort=year&size=2");
        assertThat(author.get("name").asString()).isEqualTo("Caterina Æther");
        assertThat(author.get("papers").get("total").asInt()).isEqualTo(5);
        assertThat(author.get("papers").get("items").get(0).get("id").asInt()).isEqualTo(ids[4]);
        assertThat(gateway.get("/api/v1/authors/nobody").statusCode()).isEqualTo(404);
        for (String collection : List.of("/api/v1/authors/", "/authors/")) {
            HttpResponse<String> known = gateway.get(collection + "name-of-cat-author");
            assertThat(known.statusCode()).isEqualTo(307);
            assertThat(known.headers().firstValue("location").orElseThrow()).endsWith(collection + "cat-author");
        }

        assertThat(gateway.ids("/api/v1/venues/CATTEST/2003")).containsExactly(ids[2]);
        assertThat(gateway.get("/api/v1/venues/CATTEST/1900").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/api/v1/venues/CATTEST/year").statusCode()).isEqualTo(400);

        JsonNode movers = gateway.json("/api/v1/movers?window=hour&size=5");
        assertThat(movers.get("since").isNull()).isFalse();
        assertThat(movers.get("citations").size()).isLessThanOrEqualTo(5);
    }

    @Test
    void exportsAreWholeAndTextIsDataInEach() {
        String of = "venue=cattest&sort=id";
        String csv = gateway.get(PAPERS + ".csv?" + of).body();
        assertThat(csv.split("\r\n")).hasSize(6);
        assertThat(csv)
                .contains("\"'=SUM(1,2) <b>zebrafish</b> & {braces}\"")
                .contains("\"Quokkas and zebrafishes, \"\"quoted\"\"\"");
        assertThat(gateway.get(PAPERS + ".ndjson?" + of)
                        .body()
                        .lines()
                        .map(each -> gateway.parse(each).get("id").asInt()))
                .containsExactly(ids[0], ids[1], ids[2], ids[3], ids[4]);
        String bib = gateway.get(PAPERS + ".bib?" + of).body();
        assertThat(bib)
                .contains("title = {{=SUM(1,2) <b>zebrafish</b> \\& \\{braces\\}}}")
                .contains("@inproceedings{");
        assertThat(gateway.get(PAPERS + ".ris?" + of).body().lines().filter(each -> each.startsWith("ER  - ")))
                .hasSize(5);
        JsonNode csl = gateway.parse(gateway.get(PAPERS + ".csl?" + of).body());
        assertThat(csl.get(0).get("issued").get("date-parts").get(0).get(0).asInt())
                .isEqualTo(2001);
        assertThat(csl.get(0).get("author").get(0).get("family").asString()).isEqualTo("Æther");

        assertThat(gateway.get(PAPERS + "/" + ids[0] + ".bib").body()).startsWith("@inproceedings{ther2001-" + ids[0]);
        assertThat(gateway.get(PAPERS + "/doi:10.1/" + ids[0] + ".ris").body()).startsWith("TY  - CPAPER");
        assertThat(gateway.get(PAPERS + "/" + ids[0], "Accept", "application/x-bibtex")
                        .body())
                .startsWith("@inproceedings{");
        assertThat(gateway.get(PAPERS + "?" + of, "Accept", "text/csv").body()).isEqualTo(csv);
        assertThat(gateway.get(PAPERS + ".exe").statusCode()).isEqualTo(400);

        assertThat(gateway.get("/api/v1/graph.tsv").body()).contains(ids[2] + "\t" + ids[1] + "\n");
        assertThat(gateway.get("/api/v1/graph.graphml").body())
                .contains("<edge source=\"n" + ids[2] + "\" target=\"n" + ids[1] + "\"/>")
                .endsWith("</graphml>\n");
    }

    @Test
    void answersHaveValidatorsLinksAndLimits() {
        String path = PAPERS + "/" + ids[0] + "?fields=id,title";
        HttpResponse<String> answer = gateway.get(path);
        String tag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(gateway.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, no-cache");
        assertThat(answer.headers().firstValue("RateLimit-Limit")).isPresent();
        assertThat(answer.headers().firstValue("RateLimit-Remaining")).isPresent();

        HttpResponse<String> head = gateway.send("HEAD", path, "Accept", "*/*");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("ETag")).hasValue(tag);

        assertThat(gateway.get(path, "Origin", "https://example.org")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .hasValue("*");
        assertThat(gateway.get(path, "Accept-Encoding", "gzip").statusCode()).isEqualTo(200);
        HttpResponse<String> large = gateway.get("/api/v1/openapi.json", "Accept-Encoding", "gzip");
        assertThat(large.headers().firstValue("Content-Encoding")).hasValue("gzip");

        List<String> links =
                gateway.get(PAPERS + "?venue=cattest&size=2&page=2").headers().allValues("Link");
        assertThat(links)
                .anySatisfy(each -> assertThat(each)
                        .contains("cursor=")
                        .contains("venue=cattest")
                        .endsWith("rel=\"next\""));
        assertThat(links).anySatisfy(each -> assertThat(each).contains("page=3").endsWith("rel=\"last\""));
        assertThat(links).anySatisfy(each -> assertThat(each).contains("page=1").endsWith("rel=\"prev\""));
    }

    /** Most ask for a whole view by its id, which is answered by a way of its own. */
    @Test
    void aViewIsTheSameToTheByteHoweverItIsAskedFor() {
        String path = PAPERS + "/" + ids[0];
        HttpResponse<String> general = gateway.get(path, "Accept", "application/json;q=0.9, text/csv;q=0.1");
        HttpResponse<String> plain = gateway.get(path);
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(plain.body()).isEqualTo(general.body());
        assertThat(headers(plain)).isEqualTo(headers(general));
        HttpResponse<String> known = gateway.get(
                path, "If-None-Match", plain.headers().firstValue("ETag").orElseThrow());
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(known.headers().firstValue("ETag")).isEqualTo(plain.headers().firstValue("ETag"));
        assertThat(gateway.get(path, "Accept-Encoding", "gzip").headers().firstValue("Vary"))
                .isPresent();
        for (String none : List.of("99999999", "0", "1000000000", "007", "9999999999")) {
            HttpResponse<String> one = gateway.get(PAPERS + "/" + none);
            HttpResponse<String> other = gateway.get(PAPERS + "/" + none, "Accept", "application/json;q=0.9");
            assertThat(one.statusCode()).as(none).isEqualTo(other.statusCode()).isIn(400, 404);
            assertThat(one.body()).isEqualTo(other.body());
        }
    }

    private static Map<String, Set<String>> headers(HttpResponse<String> answer) {
        Map<String, Set<String>> all = new TreeMap<>();
        answer.headers().map().forEach((name, values) -> {
            if (!Set.of("date", "ratelimit-remaining", "ratelimit-reset").contains(name)) {
                all.put(
                        name,
                        values.stream()
                                .flatMap(each -> Stream.of(each.split(", ")))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        });
        return all;
    }

    @Test
    void aMisspeltParameterIsNotPassedOver() {
        HttpResponse<String> answer = gateway.get(PAPERS + "?yearfrom=2001");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(gateway.parse(answer.body()).get("parameter").asString()).isEqualTo("yearfrom");
        assertThat(gateway.parse(answer.body()).get("allowed").asString()).contains("yearFrom");
    }

    private static PaperEvent walked(int id, String title, int year) {
        return event(id, title, "WALK", year, PaperStatus.LIVE, null, "walk-author");
    }

    private static PaperEvent paper(int id, String title, int year, PaperStatus status, Integer into) {
        return event(id, title, "CATTEST", year, status, into, "cat-author");
    }

    private static PaperEvent event(
            int id, String title, String venue, int year, PaperStatus status, Integer into, String author) {
        return new PaperEvent(
                id,
                1,
                status,
                into,
                status == PaperStatus.LIVE ? List.of("doi:10.1/" + id) : List.of(),
                title,
                List.of(new Author(author, "Caterina Æther", null, "name-of-" + author)),
                venue,
                year,
                "10.1/" + id,
                null,
                null,
                List.of("test"),
                Samples.ACCEPTED);
    }
}
