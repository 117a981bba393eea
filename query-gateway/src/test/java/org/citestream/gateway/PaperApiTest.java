package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.gateway.export.PaperFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PaperApiTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String API = "/api/v1/papers/";

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.get();
    }

    @Test
    void anAbstractThatItsSourceDoesNotLetBeShownIsNotInTheView() {
        int id = Samples.ids(1)[0];
        PaperEvent paper = Samples.paper(id, 1, "Hidden Words");
        gateway.publish(
                Topics.PAPERS,
                new PaperEvent(
                        id,
                        1,
                        PaperStatus.LIVE,
                        null,
                        paper.keys(),
                        paper.title(),
                        paper.authors(),
                        paper.venue(),
                        paper.year(),
                        paper.doi(),
                        new PaperEvent.PaperAbstract("For machines only.", "elsewhere", null, false),
                        null,
                        paper.sources(),
                        Samples.ACCEPTED));
        JsonNode view = await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> gateway.json(API + id), found -> found.get("id").asInt() == id);
        assertThat(view.get("abstract").isNull()).isTrue();
        assertThat(view.toString()).doesNotContain("For machines only.");
        for (PaperFormat each : PaperFormat.values()) {
            assertThat(gateway.get(API + id + "." + each.suffix()).body())
                    .as(each.suffix())
                    .contains("Hidden Words")
                    .doesNotContain("For machines only.");
            assertThat(gateway.get("/api/v1/papers." + each.suffix() + "?author=author-" + id)
                            .body())
                    .as("list of " + each.suffix())
                    .contains("Hidden Words")
                    .doesNotContain("For machines only.");
        }
    }

    @Test
    void aViewHasTheFormOfTheDesign() {
        int[] ids = Samples.ids(4);
        int id = ids[0];
        gateway.publish(
                Topics.PAPERS,
                new PaperEvent(
                        id,
                        3,
                        PaperStatus.LIVE,
                        null,
                        List.of("dblp:journals/pvldb/Miao22", "doi:10.14778/3570690.3570697"),
                        "Galvatron: Efficient Transformer Training",
                        List.of(new Author("xupeng-miao", "Xupeng Miao", null)),
                        "VLDB",
                        2023,
                        "10.14778/3570690.3570697",
                        new PaperEvent.PaperAbstract("Large models rarely fit.", "sample", null),
                        "https://example.org/galvatron",
                        List.of("dblp"),
                        Samples.ACCEPTED),
                Samples.paper(ids[1], 1, PaperStatus.LIVE, null, "Citing in 2024", 2024),
                Samples.paper(ids[2], 1, PaperStatus.LIVE, null, "Citing itself", 2024),
                Samples.paper(ids[3], 1, PaperStatus.LIVE, null, "Cited", 2020));
        gateway.publish(
                Topics.REFERENCES,
                Samples.references(id, 1, List.of(ids[3]), List.of(), 6),
                Samples.references(ids[1], 1, List.of(id), List.of(), 0),
                Samples.references(ids[2], 1, List.of(id), List.of(id), 0));
        gateway.publish(
                Topics.SUMMARIES,
                new SummaryEvent(
                        id,
                        1,
                        SummaryEvent.Status.CURRENT,
                        "It chooses a plan.",
                        "gpt-5-mini",
                        SummaryEvent.Method.GENERATED,
                        "1",
                        "hash",
                        null,
                        null,
                        Instant.parse("2026-02-09T11:00:00Z"),
                        null,
                        Samples.ACCEPTED,
                        List.of("numbers", "names")));
        gateway.publish(
                Topics.EMBEDDINGS,
                Samples.embedding(id, 1, 0, 0, 0),
                Samples.embedding(ids[1], 0.6f, 0.8f, 0, 0),
                Samples.embedding(ids[3], 0.8f, 0.6f, 0, 0));
        RankEpoch epoch =
                gateway.publishEpoch(Map.of(id, 0.5, ids[1], 0.15, ids[2], 0.15, ids[3], 0.7), 10, gateway.inputs());

        JsonNode view = await().atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> gateway.json(API + id),
                        found -> found.get("freshness").get("epoch").asLong() >= epoch.epoch()
                                && found.get("citations").get("count").asInt() == 2
                                && found.get("references").get("count").asInt() == 1
                                && !found.get("summary").isNull()
                                && found.get("similar").size() == 2);

        assertThat(view.get("id").asInt()).isEqualTo(id);
        assertThat(view.get("status").asString()).isEqualTo("live");
        assertThat(view.get("keys").get(1).asString()).isEqualTo("doi:10.14778/3570690.3570697");
        assertThat(view.get("title").asString()).isEqualTo("Galvatron: Efficient Transformer Training");
        assertThat(view.get("authors").get(0).get("id").asString()).isEqualTo("xupeng-miao");
        assertThat(view.get("authors").get(0).get("name").asString()).isEqualTo("Xupeng Miao");
        assertThat(view.get("venue").asString()).isEqualTo("VLDB");
        assertThat(view.get("year").asInt()).isEqualTo(2023);
        assertThat(view.get("doi").asString()).isEqualTo("10.14778/3570690.3570697");
        assertThat(view.get("abstract").asString()).isEqualTo("Large models rarely fit.");
        assertThat(view.get("abstractSource").asString()).isEqualTo("sample");
        assertThat(view.get("summary").toString())
                .isEqualTo("{\"text\":\"It chooses a"
                        + " plan.\",\"model\":\"gpt-5-mini\",\"date\":\"2026-02-09\",\"method\":\"generated\","
                        + "\"promptVersion\":\"1\",\"sourceHash\":\"hash\",\"checks\":[\"numbers\",\"names\"]}");
        assertThat(view.get("summaryStatus").asString()).isEqualTo("current");
        assertThat(view.get("pagerank").isNumber()).isTrue();
        assertThat(view.get("pagerank").asDouble()).isEqualTo(0.05);
        assertThat(view.get("rank").asInt()).isEqualTo(2);
        assertThat(view.get("percentile").isNumber()).isTrue();
        assertThat(view.get("citations").toString())
                .isEqualTo("{\"count\":2,\"nonSelf\":1,\"byYear\":[{\"year\":2024,\"count\":2,\"nonSelf\":1}]}");
        assertThat(view.get("references").toString()).isEqualTo("{\"count\":1,\"unresolved\":6}");
        assertThat(view.get("similar").toString())
                .isEqualTo(
                        "[{\"id\":%d,\"title\":\"Cited\",\"score\":0.8},{\"id\":%d,\"title\":\"Citing in 2024\",\"score\":0.6}]"
                                .formatted(ids[3], ids[1]));
        assertThat(view.get("freshness").get("acceptedAt").asString()).isEqualTo("2026-02-09T10:00:00Z");
        assertThat(view.get("freshness").get("summarizedAt").asString()).isEqualTo("2026-02-09T11:00:00Z");
        assertThat(view.get("freshness").get("viewableAt").asString()).startsWith("20");
        assertThat(Instant.parse(view.get("freshness").get("rankedAt").asString()))
                .isAfter(Samples.ACCEPTED);

        JsonNode citing = gateway.json(API + id + "/citations");
        assertThat(citing.get("total").asInt()).isEqualTo(2);
        assertThat(citing.get("page").asInt()).isEqualTo(1);
        assertThat(citing.get("size").asInt()).isEqualTo(20);
        JsonNode first = citing.get("items").get(0);
        assertThat(first.propertyNames()).containsExactly("id", "rank", "title", "year", "venue", "pagerank", "self");
        assertThat(first.get("id").asInt()).as("of equal scores the lower id").isEqualTo(ids[1]);
        assertThat(first.get("self").asBoolean()).isFalse();
        assertThat(citing.get("items").get(1).get("self").asBoolean()).isTrue();

        assertThat(gateway.json(API + "doi:10.14778/3570690.3570697").get("id").asInt())
                .isEqualTo(id);
        assertThat(gateway.json(API + "DOI:10.14778/3570690.3570697/citations")
                        .get("total")
                        .asInt())
                .isEqualTo(2);
        assertThat(gateway.json(API + "dblp:journals/pvldb/Miao22").get("id").asInt())
                .isEqualTo(id);
    }

    @Test
    void aRepeatedRecordAndALowerVersionChangeNothing() {
        int[] ids = Samples.ids(3);
        int id = ids[0];
        gateway.publish(Topics.PAPERS, Samples.paper(ids[1], 1, "Cited"), Samples.paper(id, 7, "Seven"));
        gateway.publish(Topics.REFERENCES, Samples.references(id, 5, List.of(ids[1]), List.of(), 1));
        awaitTitle(id, "Seven");
        JsonNode before = await().atMost(SOON)
                .until(
                        () -> gateway.json(API + id),
                        found -> found.get("references").get("count").asInt() == 1);

        gateway.publish(
                Topics.PAPERS,
                Samples.paper(id, 7, "Seven"),
                Samples.paper(id, 6, "Six"),
                Samples.paper(ids[2], 1, "Marker"));
        gateway.publish(
                Topics.REFERENCES,
                Samples.references(id, 4, List.of(), List.of(), 9),
                Samples.references(ids[2], 1, List.of(id), List.of(), 0));
        gateway.publish(Topics.PAPERS, markerOfTheSamePartition(id));
        await().atMost(SOON)
                .until(() ->
                        gateway.json(API + id).get("citations").get("count").asInt() == 1);

        JsonNode after = gateway.json(API + id);
        assertThat(after.get("title")).isEqualTo(before.get("title"));
        assertThat(after.get("references")).isEqualTo(before.get("references"));
        assertThat(after.get("freshness").get("viewableAt"))
                .isEqualTo(before.get("freshness").get("viewableAt"));
    }

    @Test
    void aWithdrawnPaperLeavesListsAndCountsAndComesBack() {
        int[] ids = Samples.ids(3);
        gateway.publish(
                Topics.PAPERS,
                Samples.paper(ids[0], 1, "Cited"),
                Samples.paper(ids[1], 1, "Citing"),
                Samples.paper(ids[2], 1, "Citing too"));
        gateway.publish(
                Topics.REFERENCES,
                Samples.references(ids[1], 1, List.of(ids[0]), List.of(), 0),
                Samples.references(ids[2], 1, List.of(ids[0]), List.of(), 0));
        awaitCitations(ids[0], 2);

        gateway.publish(Topics.PAPERS, Samples.paper(ids[1], 2, PaperStatus.WITHDRAWN, null, "Citing", 2011));
        awaitCitations(ids[0], 1);
        assertThat(gateway.ids(API + ids[0] + "/citations")).containsExactly(ids[2]);
        await().atMost(SOON)
                .until(() -> gateway.json(API + ids[1]).get("status").asString().equals("withdrawn"));
        JsonNode withdrawn = gateway.json(API + ids[1]);
        assertThat(withdrawn.get("references").get("count").asInt()).isZero();
        assertThat(withdrawn.get("rank").isNull()).isTrue();
        await().atMost(SOON).until(() -> !allPapers().contains(ids[1]));

        gateway.publish(Topics.PAPERS, Samples.paper(ids[1], 3, "Citing"));
        awaitCitations(ids[0], 2);
    }

    @Test
    void aRetiredPaperRedirectsToTheOneThatItBecame() {
        int[] ids = Samples.ids(3);
        gateway.publish(
                Topics.PAPERS,
                Samples.paper(ids[0], 1, "Survivor"),
                Samples.paper(ids[1], 2, PaperStatus.RETIRED, ids[0], "Twin", 2001),
                Samples.paper(ids[2], 2, PaperStatus.RETIRED, ids[1], "Twin of the twin", 2001));
        awaitTitle(ids[0], "Survivor");
        await().atMost(SOON).until(() -> gateway.get(API + ids[2]).statusCode() == 308);
        await().atMost(SOON).until(() -> gateway.get(API + ids[1]).statusCode() == 308);

        assertThat(location(API + ids[1])).isEqualTo(API + ids[0]);
        assertThat(location(API + ids[2])).isEqualTo(API + ids[0]);
        assertThat(location(API + ids[1] + "/citations")).isEqualTo(API + ids[0] + "/citations");
        assertThat(location(API + ids[1] + "/references?size=5&sort=year"))
                .isEqualTo(API + ids[0] + "/references?size=5&sort=year");
        assertThat(location("/papers/" + ids[2])).isEqualTo("/papers/" + ids[0]);
        assertThat(location("/papers/" + ids[2] + "?citing=2")).isEqualTo("/papers/" + ids[0] + "?citing=2&cited=1");
    }

    @Test
    void anyOrderOfEventsWithRepeatsGivesTheSameListsAndCounts() {
        Random random = new Random(20260209);
        int[] ids = Samples.ids(40);
        List<PaperEvent> papers = new ArrayList<>();
        List<ReferencesEvent> references = new ArrayList<>();
        Map<Integer, PaperStatus> status = new TreeMap<>();
        Map<Integer, ReferencesEvent> lastReferences = new TreeMap<>();
        for (int id : ids) {
            for (long version = 1; version <= 3; version++) {
                PaperStatus now = random.nextInt(5) == 0 ? PaperStatus.WITHDRAWN : PaperStatus.LIVE;
                status.put(id, now);
                papers.add(Samples.paper(id, version, now, null, "Paper " + id + " v" + version, 2000 + id % 7));
                TreeSet<Integer> cited = new TreeSet<>();
                TreeSet<Integer> self = new TreeSet<>();
                for (int other : ids) {
                    if (other != id && random.nextInt(6) == 0) {
                        cited.add(other);
                        if (random.nextInt(4) == 0) {
                            self.add(other);
                        }
                    }
                }
                ReferencesEvent set =
                        Samples.references(id, version, List.copyOf(cited), List.copyOf(self), random.nextInt(5));
                lastReferences.put(id, set);
                references.add(set);
            }
        }
        papers.addAll(List.copyOf(papers));
        references.addAll(List.copyOf(references));
        Collections.shuffle(papers, random);
        Collections.shuffle(references, random);
        for (int i = 0; i < papers.size(); i += 12) {
            gateway.publish(Topics.PAPERS, papers.subList(i, i + 12).toArray(PaperEvent[]::new));
            gateway.publish(Topics.REFERENCES, references.subList(i, i + 12).toArray(ReferencesEvent[]::new));
        }

        for (int id : ids) {
            boolean live = status.get(id) == PaperStatus.LIVE;
            List<Integer> citing = new ArrayList<>();
            List<Integer> cited = new ArrayList<>();
            int nonSelf = 0;
            for (int other : ids) {
                boolean counts = live && status.get(other) == PaperStatus.LIVE;
                if (counts && last(lastReferences, other).cited().contains(id)) {
                    citing.add(other);
                    nonSelf += last(lastReferences, other).self().contains(id) ? 0 : 1;
                }
                if (counts && last(lastReferences, id).cited().contains(other)) {
                    cited.add(other);
                }
            }
            int expectedNonSelf = nonSelf;
            await().atMost(SOON).untilAsserted(() -> {
                JsonNode view = gateway.json(API + id);
                assertThat(view.get("title").asString()).isEqualTo("Paper " + id + " v3");
                assertThat(gateway.ids(API + id + "/citations?sort=id&size=200"))
                        .containsExactlyElementsOf(citing);
                assertThat(gateway.ids(API + id + "/references?sort=id&size=200"))
                        .containsExactlyElementsOf(cited);
                assertThat(view.get("citations").get("count").asInt()).isEqualTo(citing.size());
                assertThat(view.get("citations").get("nonSelf").asInt()).isEqualTo(expectedNonSelf);
                assertThat(view.get("references").get("count").asInt()).isEqualTo(cited.size());
                int inYears = 0;
                for (JsonNode year : view.get("citations").get("byYear")) {
                    inYears += year.get("count").asInt();
                }
                assertThat(inYears).isEqualTo(citing.size());
            });
        }
    }

    @Test
    void pagesOfAListMissAndRepeatNothing() {
        int[] ids = Samples.ids(28);
        PaperEvent[] papers = new PaperEvent[ids.length];
        ReferencesEvent[] references = new ReferencesEvent[ids.length - 1];
        for (int i = 0; i < ids.length; i++) {
            papers[i] = Samples.paper(ids[i], 1, "Paper " + i);
            if (i > 0) {
                references[i - 1] = Samples.references(ids[i], 1, List.of(ids[0]), List.of(), 0);
            }
        }
        gateway.publish(Topics.PAPERS, papers);
        gateway.publish(Topics.REFERENCES, references);
        awaitCitations(ids[0], 27);

        List<Integer> walked = new ArrayList<>();
        for (int page = 1; page <= 5; page++) {
            walked.addAll(gateway.ids(API + ids[0] + "/citations?size=7&page=" + page));
        }
        assertThat(walked).hasSize(27).doesNotHaveDuplicates();
        assertThat(gateway.json(API + ids[0] + "/citations?page=2147483647&size=200")
                        .get("items")
                        .size())
                .isZero();

        List<Integer> byCitations = gateway.ids("/api/v1/papers?sort=citations&size=3");
        assertThat(byCitations).contains(ids[0]);
        await().atMost(SOON).untilAsserted(() -> {
            List<Integer> all = allPapers();
            assertThat(all).doesNotHaveDuplicates().contains(ids[27]);
            assertThat(all).hasSize(gateway.json("/api/v1/papers").get("total").asInt());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/papers?page=0",
                "/api/v1/papers?page=-1",
                "/api/v1/papers?page=2147483648",
                "/api/v1/papers?page=99999999999999999999",
                "/api/v1/papers?page=1&page=2",
                "/api/v1/papers?page=",
                "/api/v1/papers?page=%00",
                "/api/v1/papers?page=1e3",
                "/api/v1/papers?page=%D9%A1",
                "/api/v1/papers?size=0",
                "/api/v1/papers?size=201",
                "/api/v1/papers?size=ten",
                "/api/v1/papers?sort=RANK",
                "/api/v1/papers?sort=title",
                "/api/v1/papers?sort=%3Cscript%3E",
                "/api/v1/papers/0",
                "/api/v1/papers/-5",
                "/api/v1/papers/2147483648",
                "/api/v1/papers/1.5",
                "/api/v1/papers/abc",
                "/api/v1/papers/abc/citations",
                "/api/v1/papers/1000/citations?page=0",
                "/api/v1/papers/1000/references?sort=none"
            })
    void whatIsNotAllowedIsNamedWithWhatIs(String path) {
        HttpResponse<String> answer = gateway.get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        JsonNode problem = gateway.parse(answer.body());
        assertThat(problem.get("parameter").asString()).isIn("id", "page", "size", "sort");
        assertThat(problem.get("allowed").asString()).isNotBlank();
        assertThat(problem.get("detail").asString())
                .contains(problem.get("allowed").asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/papers/999999",
                "/api/v1/papers/999999/similar",
                "/api/v1/papers/doi:10.1/unknown",
                "/api/v1/papers/dblp:x/citations",
                "/api/v1/papers/1000/nothing",
                "/api/v1/papers/1000/citations/2",
                "/api/v1/nothing",
                "/api/v2/papers"
            })
    void whatIsNotThereIsAProblemOfItsOwn(String path) {
        HttpResponse<String> answer = gateway.get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(gateway.parse(answer.body()).get("status").asInt()).isEqualTo(404);
    }

    private static ReferencesEvent last(Map<Integer, ReferencesEvent> lastReferences, int id) {
        return Objects.requireNonNull(lastReferences.get(id));
    }

    private static PaperEvent markerOfTheSamePartition(int id) {
        return Samples.paper(id + 300_000, 1, "Marker");
    }

    private static List<Integer> allPapers() {
        List<Integer> all = new ArrayList<>();
        for (int page = 1; ; page++) {
            List<Integer> some = gateway.ids("/api/v1/papers?size=50&page=" + page);
            if (some.isEmpty()) {
                return all;
            }
            all.addAll(some);
        }
    }

    private static void awaitTitle(int id, String title) {
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> gateway.json(API + id).get("title").asString().equals(title));
    }

    private static void awaitCitations(int id, int count) {
        await().atMost(SOON)
                .ignoreExceptionsMatching(AssertionError.class::isInstance)
                .ignoreExceptions()
                .until(() -> {
                    HttpResponse<String> answer = gateway.get(API + id);
                    return answer.statusCode() == 200
                            && gateway.parse(answer.body())
                                            .get("citations")
                                            .get("count")
                                            .asInt()
                                    == count;
                });
    }

    private static String location(String path) {
        HttpResponse<String> answer = gateway.get(path);
        assertThat(answer.statusCode()).isEqualTo(308);
        return answer.headers().firstValue("location").orElseThrow();
    }
}
