package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The topics of the first version that ran from feed to page (commit 8892051, 22 November 2026), written by it from eight submissions of the project's own, one of them withdrawn, two of
 * one paper, and a citation pair.
 */
@Tag("slow")
class OldLogTest {

    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    @Test
    void theTopicsOfTheFirstVersionAreReadAndGoneOnFromWithAllThatTheySayOfThePapers() throws Exception {
        OldLog old = new OldLog("/old-log.ndjson.gz");
        Map<String, Integer> ids = new HashMap<>();
        Map<Integer, Set<Integer>> cited = new HashMap<>();
        old.last("papers").values().stream()
                .filter(paper -> paper.path("status").asString().equals("live"))
                .forEach(paper -> paper.path("keys")
                        .forEach(key -> ids.put(key.asString(), paper.path("id").asInt())));
        old.last("references").values().forEach(each -> {
            Set<Integer> whom = new HashSet<>();
            each.path("cited").forEach(id -> whom.add(id.asInt()));
            cited.put(each.path("id").asInt(), whom);
        });
        assertThat(Set.copyOf(ids.values())).as("papers of the old log").hasSize(6);
        Path data = directory.resolve("data");
        old.writeTo(data.resolve("kafka"));
        try (Standalone product = RunningProduct.start(data, RunningProduct.WITHOUT_EMBEDDINGS)) {
            Api api = new Api(product.address());
            JsonNode stats = api.awaitSettled(LONG);
            assertThat(stats.path("papers").asInt()).isEqualTo(6);
            assertThat(stats.path("ranked").asInt()).isEqualTo(6);
            ids.forEach((key, id) -> {
                JsonNode view = api.ok("/api/v1/papers/" + key);
                assertThat(view.path("id").asInt()).as(key).isEqualTo(id);
                Set<Integer> shown = new HashSet<>();
                api.all("/api/v1/papers/" + id + "/references")
                        .forEach(item -> shown.add(item.path("id").asInt()));
                assertThat(shown).as(key).isEqualTo(cited.getOrDefault(id, Set.of()));
            });
            assertThat(api.get("/api/v1/papers/harbour:f").statusCode())
                    .as("what was withdrawn")
                    .isIn(404, 410);
            assertThat(old.last("summaries")).as("summaries of the old log").hasSize(6);
            old.last("summaries").values().forEach(said -> assertIsShown(api, said));
            assertIsRankedAnew(api, old);
            assertAreAsAlike(api, old.vectors());

            assertThat(api.post("/api/v1/submissions", product.apiKey(), """
                            {"source":"harbour","key":"b","title":"Joining Tides, Berths and Ships","year":2003,"venue":"SIGMOD","authors":["Ben Sand"],"doi":"10.5555/harbour.b","references":["harbour:a"]}
                            {"source":"harbour","key":"h","title":"After All These Years","year":2026,"venue":"VLDB","authors":["Hal New"],"references":["harbour:b","lighthouse:1"]}
                            """).statusCode())
                    .isEqualTo(202);
            api.awaitSettled(LONG);
            assertThat(api.ok("/api/v1/papers/harbour:b").path("title").asString())
                    .isEqualTo("Joining Tides, Berths and Ships");
            assertThat(api.ok("/api/v1/papers/harbour:b").path("id").asInt()).isEqualTo(ids.get("harbour:b"));
            JsonNode next = api.ok("/api/v1/papers/harbour:h");
            assertThat(next.path("references").path("count").asInt()).isEqualTo(2);
            assertThat(next.path("id").asInt()).as("an id of its own").isNotIn(ids.values());
        }
    }

    /**
     * What there is to summarise is summarised as today, since the method is another: under a version that goes on from the old
     * one, without which readers would keep to that.
     */
    private static void assertIsShown(Api api, JsonNode said) {
        JsonNode view = api.ok("/api/v1/papers/" + said.path("id").asInt());
        assertThat(view.path("summaryStatus")).isEqualTo(said.path("status"));
        JsonNode summary = view.path("summary");
        assertThat(summary.path("text").asString("").isBlank())
                .as("no text of %s", said)
                .isEqualTo(said.path("text").asString("").isBlank());
        if (summary.has("text")) {
            assertThat(summary.path("method").asString()).isEqualTo("extractive");
            assertThat(summary.path("promptVersion").asString())
                    .as("version of %s", said)
                    .isNotEqualTo(said.path("promptVersion").asString());
        }
    }

    /** Ranks are solved again, in epochs that are numbered on; of the same citations they are the same. */
    private static void assertIsRankedAnew(Api api, OldLog old) {
        JsonNode last = old.last("rank-epochs").get("epoch");
        long epoch = last.path("epoch").asLong();
        double sum = last.path("scoreSum").asDouble();
        assertThat(old.last("ranks")).as("scores of the old log").hasSize(6);
        await().atMost(LONG)
                .untilAsserted(() -> old.last("ranks").values().forEach(said -> {
                    JsonNode view = api.ok("/api/v1/papers/" + said.path("id").asInt());
                    assertThat(view.path("freshness").path("epoch").asLong(0)).isGreaterThan(epoch);
                    assertThat(view.path("pagerank").asDouble(0))
                            .as("PageRank of %s", said)
                            .isCloseTo(said.path("score").asDouble() / sum, within(1e-8));
                }));
    }

    /** No vector is made here, so that those are compared that the old log has. */
    private static void assertAreAsAlike(Api api, Map<Integer, float[]> vectors) {
        assertThat(vectors).as("vectors of the old log").hasSize(6);
        vectors.forEach((id, vector) -> {
            JsonNode similar = api.ok("/api/v1/papers/" + id + "/similar");
            assertThat(similar).as("all others are like paper %d", id).hasSize(vectors.size() - 1);
            similar.forEach(each -> assertThat(each.path("score").asDouble())
                    .as("of %d and %s", id, each)
                    .isCloseTo(cosine(vector, vectors.get(each.path("id").asInt())), within(0.001)));
        });
    }

    private static double cosine(float[] one, float[] other) {
        return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
