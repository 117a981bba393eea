package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.citestream.events.PaperStatus;
import org.citestream.events.Topics;
import org.citestream.gateway.DescribedApi.Operation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every operation of the description, asked in every way that it has: the answers are as described, and found by id. */
class DescribedAnswersTest {

    private static RunningGateway gateway;
    private static DescribedApi api;
    private static Map<String, List<String>> asked;

    @BeforeAll
    static void publish() {
        gateway = RunningGateway.get();
        int[] ids = Samples.ids(4);
        gateway.publish(
                Topics.PAPERS,
                Samples.paper(ids[0], 1, "Described one"),
                Samples.paper(ids[1], 1, "Described two"),
                Samples.paper(ids[2], 1, PaperStatus.WITHDRAWN, null, "Described three", 2003));
        gateway.publish(Topics.REFERENCES, Samples.references(ids[1], 1, List.of(ids[0]), List.of(), 2));
        gateway.publish(Topics.SUMMARIES, Samples.noAbstract(ids[0]));
        gateway.publish(
                Topics.EMBEDDINGS, Samples.embedding(ids[0], 1, 0, 0), Samples.embedding(ids[1], 0.9f, 0.1f, 0));
        await().atMost(Duration.ofSeconds(15))
                .until(() -> gateway.get("/api/v1/papers/" + ids[2]).statusCode() == 200);
        gateway.publishEpoch(Map.of(ids[0], 0.7, ids[1], 0.3), 10, gateway.inputs());
        await().atMost(Duration.ofSeconds(15))
                .ignoreExceptions()
                .until(() -> !gateway.json("/api/v1/papers/" + ids[0] + "/history")
                        .get("points")
                        .isEmpty());
        api = new DescribedApi(gateway);
        asked = questions(ids[0], ids[2]);
    }

    /** By operation; one that is new and not asked here fails the test. */
    private static Map<String, List<String>> questions(int id, int withdrawn) {
        String paper = "/api/v1/papers/" + id;
        Map<String, List<String>> asked = new TreeMap<>();
        asked.put(
                "paper",
                List.of(
                        paper,
                        "/api/v1/papers/" + withdrawn,
                        "/api/v1/papers/doi:10.1/" + id,
                        paper + "?fields=id,title,rank",
                        paper + "?include=citations,references,history,why",
                        paper + "?asOf=" + Instant.now(),
                        paper + "?include=history&asOf=" + Instant.now()));
        asked.put("citations", List.of(paper + "/citations", paper + "/citations?sort=year&page=2&size=1"));
        asked.put("references", List.of(paper + "/references", paper + "/references?sort=citations"));
        asked.put("similar", List.of(paper + "/similar"));
        asked.put("history", List.of(paper + "/history"));
        asked.put("why", List.of(paper + "/why"));
        asked.put("citationFeed", List.of(paper + "/citations.atom"));
        asked.put("feed", List.of("/api/v1/papers.atom?q=described", "/api/v1/papers.atom?author=author-" + id));
        List<String> lists = new ArrayList<>(List.of(
                "/api/v1/papers",
                "/api/v1/papers?facets=all",
                "/api/v1/papers?q=described&facets=all",
                "/api/v1/papers?q=%22described%20one%22&sort=citations",
                "/api/v1/papers?venue=vldb&yearFrom=1990&yearTo=2030&hasSummary=false",
                "/api/v1/papers?author=author-" + id,
                "/api/v1/papers?cites=" + id,
                "/api/v1/papers?citedBy=" + id,
                "/api/v1/papers?minRank=3&page=1&size=1"));
        for (String sort : List.of("rank", "year", "citations", "id", "newest", "movement")) {
            lists.add("/api/v1/papers?size=3&sort=" + sort);
        }
        lists.add("/api/v1/papers?cursor="
                + gateway.json("/api/v1/papers?size=1").get("next").asString());
        asked.put("papers", lists);
        asked.put(
                "exportPapers",
                List.of(
                        "/api/v1/papers.csv",
                        "/api/v1/papers.ndjson",
                        "/api/v1/papers.bib?venue=VLDB",
                        "/api/v1/papers.ris",
                        "/api/v1/papers.csl"));
        asked.put("graph", List.of("/api/v1/graph.tsv", "/api/v1/graph.graphml"));
        asked.put("author", List.of("/api/v1/authors/author-" + id, "/api/v1/authors/author-" + id + "?sort=year"));
        asked.put("venue", List.of("/api/v1/venues/VLDB/" + (2000 + id % 20)));
        asked.put(
                "movers", List.of("/api/v1/movers", "/api/v1/movers?window=hour", "/api/v1/movers?window=week&size=3"));
        asked.put("stats", List.of("/api/v1/stats"));
        asked.put("webhooks", List.of("/api/v1/webhooks"));
        return asked;
    }

    @Test
    void everyAnswerIsAsDescribed() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Operation operation : api.operations()) {
            if (!operation.method().equals("GET") || operation.id().equals("stream") || operation.isForOperators()) {
                continue;
            }
            for (String question : asked.getOrDefault(operation.id(), List.of("(never asked)"))) {
                HttpResponse<String> answer = gateway.get(question, "X-Api-Key", RunningGateway.OPERATOR_KEY);
                String type =
                        answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
                if (answer.statusCode() != 200) {
                    wrong.add(question + " answered " + answer.statusCode() + " " + answer.body());
                } else if (type.equals("application/json")) {
                    api.violations(operation, "200", type, answer.body())
                            .forEach(each -> wrong.add(question + ": " + each));
                } else if (!operation.content("200").has(type)) {
                    wrong.add(question + " is " + type + ", not described");
                } else if (type.endsWith("+xml")) {
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        Operation batch = operation("batch");
        String body = gateway.post(
                        "/api/v1/papers/batch",
                        "[" + asked.get("paper").getFirst().replaceAll(".*/", "") + ",99999999]")
                .body();
        api.violations(batch, "200", "application/json", body).forEach(each -> wrong.add("batch: " + each));
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsAnsweredToWritingIsAsDescribed() {
        HttpResponse<String> made = gateway.post(
                "/api/v1/webhooks",
                "{\"url\":\"http://127.0.0.1:9/\",\"secret\":\"0123456789abcdef\",\"paper\":2147483647}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(api.violations(operation("addWebhook"), "201", "application/json", made.body()))
                .isEmpty();
        String hook = "/api/v1/webhooks/" + gateway.parse(made.body()).get("id").asString();
        HttpResponse<String> withoutKey = gateway.send("DELETE", hook, Map.of());
        assertThat(withoutKey.statusCode()).isEqualTo(401);
        assertThat(api.violations(operation("deleteWebhook"), "401", "application/problem+json", withoutKey.body()))
                .isEmpty();
        assertThat(gateway.send("DELETE", hook, "X-Api-Key", RunningGateway.OPERATOR_KEY)
                        .statusCode())
                .isEqualTo(204);
        HttpResponse<String> again = gateway.send("DELETE", hook, "X-Api-Key", RunningGateway.OPERATOR_KEY);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(api.violations(operation("deleteWebhook"), "404", "application/problem+json", again.body()))
                .isEmpty();
    }

    @Test
    void everyRefusalIsAsDescribed() {
        List<String> wrong = new ArrayList<>();
        for (String question : List.of("/api/v1/papers/0", "/api/v1/papers/99999999", "/api/v1/papers/1?asOf=x")) {
            HttpResponse<String> answer = gateway.get(question);
            api.violations(
                            operation("paper"),
                            Integer.toString(answer.statusCode()),
                            "application/problem+json",
                            answer.body())
                    .forEach(each -> wrong.add(question + ": " + each));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noOperationAsksTheStoreForAnythingButIds() {
        await().until(() -> gateway.get("/api/v1/stats").statusCode() == 200);
        gateway.commands.clear();
        Set<String> tried = new TreeSet<>();
        for (Operation operation : api.operations()) {
            for (String question : asked.getOrDefault(operation.id(), List.of())) {
                gateway.get(question, "X-Api-Key", RunningGateway.OPERATOR_KEY);
                gateway.send("HEAD", question, "X-Api-Key", RunningGateway.OPERATOR_KEY);
                tried.add(operation.id());
            }
        }
        gateway.post("/api/v1/papers/batch", "[1, \"doi:10.1/1\"]");
        assertThat(tried)
                .containsAll(api.operations().stream()
                        .filter(each -> each.method().equals("GET") && !each.isForOperators())
                        .map(Operation::id)
                        // It reads the log in memory alone.
                        .filter(each -> !each.equals("stream"))
                        .collect(Collectors.toSet()));
        assertThat(gateway.commands).isNotEmpty().allSatisfy(StoreCommandsTest::asksForIdsOnly);
    }

    @Test
    void everyOperationCanBeReadByOtherSitesAndAskedForItsHeadAlone() {
        List<String> wrong = new ArrayList<>();
        asked.values().forEach(questions -> {
            String question = questions.getFirst();
            HttpResponse<String> whole = gateway.get(question, "Origin", "https://example.org");
            HttpResponse<String> head = gateway.send("HEAD", question, "Origin", "https://example.org");
            if (!whole.headers().firstValue("Access-Control-Allow-Origin").equals(Optional.of("*"))) {
                wrong.add(question + " is not for other sites");
            }
            if (head.statusCode() != whole.statusCode()
                    || !head.body().isEmpty()
                    || !head.headers()
                            .firstValue("Content-Type")
                            .equals(whole.headers().firstValue("Content-Type"))) {
                wrong.add("HEAD " + question + " answers " + head.statusCode() + " " + head.headers());
            }
        });
        assertThat(wrong).isEmpty();
        HttpResponse<String> asking = gateway.send(
                "OPTIONS",
                "/api/v1/papers/batch",
                Map.of("Origin", "https://example.org", "Access-Control-Request-Method", "POST"));
        assertThat(asking.statusCode()).isEqualTo(200);
        HttpResponse<String> writing = gateway.send(
                "OPTIONS",
                "/api/v1/webhooks",
                Map.of("Origin", "https://example.org", "Access-Control-Request-Method", "DELETE"));
        assertThat(writing.statusCode()).isEqualTo(403);
    }

    private static Operation operation(String id) {
        return api.operations().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
