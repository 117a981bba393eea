package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.citestream.benchmarks.generated.GeneratedProceedings;
import org.citestream.standalone.Standalone;
import org.jgrapht.Graph;
import org.jgrapht.alg.scoring.PageRank;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A file of proceedings from its first record to the views: complete, exact, and the same again. */
class ImportTest {

    private static final int PAPERS = 400;

    @TempDir
    static Path directory;

    private static GeneratedProceedings proceedings;
    private static Path file;
    private static Standalone product;
    private static Api api;
    private static JsonNode stats;
    private static Snapshot snapshot;

    @BeforeAll
    static void load() throws IOException {
        proceedings = new GeneratedProceedings(PAPERS, 11);
        file = proceedings.write(directory.resolve("proceedings.xml.gz"), false);
        product = RunningProduct.start(directory.resolve("data"), RunningProduct.WITHOUT_EMBEDDINGS, file);
        api = new Api(product.address());
        stats = api.awaitSettled(Duration.ofMinutes(3));
        snapshot = Snapshot.of(api);
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @Test
    void everyPaperIsThereOnceWithExactlyItsCitations() {
        assertThat(snapshot.papers()).hasSize(PAPERS);
        assertThat(stats.path("viewable").asInt()).isEqualTo(PAPERS);
        assertThat(stats.path("ranked").asInt()).isEqualTo(PAPERS);
        assertThat(stats.path("citations").asLong()).isEqualTo(proceedings.citations());
        List<GeneratedProceedings.Paper> papers = proceedings.papers();
        Map<String, List<String>> expected = new TreeMap<>();
        for (GeneratedProceedings.Paper paper : papers) {
            expected.put(
                    "dblp:" + paper.key(),
                    paper.cites().stream()
                            .map(papers::get)
                            .map(cited ->
                                    "dblp:" + cited.key() + (GeneratedProceedings.self(paper, cited) ? " self" : ""))
                            .sorted()
                            .toList());
        }
        assertThat(snapshot.cited()).isEqualTo(expected);
    }

    @Test
    void theListsOfCitingAndCitedPapersAgreeWithEachOtherAndWithTheCounts() {
        snapshot.cited()
                .forEach((citing, all) -> all.forEach(each -> {
                    String cited = each.replace(" self", "");
                    String self = each.endsWith(" self") ? " self" : "";
                    assertThat(snapshot.citing().get(cited)).contains(citing + self);
                }));
        assertThat(snapshot.citing().values().stream().mapToLong(List::size).sum())
                .isEqualTo(snapshot.citations());
        snapshot.papers().forEach((key, fields) -> {
            assertThat(fields)
                    .contains(
                            "citations={\"count\":" + snapshot.citing().get(key).size() + ",");
            assertThat(fields)
                    .contains(
                            "references={\"count\":" + snapshot.cited().get(key).size() + ",");
        });
    }

    @Test
    void theScoresAreThoseOfAnIndependentPageRank() {
        Graph<String, DefaultEdge> graph = new SimpleDirectedGraph<>(DefaultEdge.class);
        snapshot.papers().keySet().forEach(graph::addVertex);
        snapshot.cited()
                .forEach((citing, all) -> all.stream()
                        .filter(each -> !each.endsWith(" self"))
                        .forEach(cited -> graph.addEdge(citing, cited)));
        Map<String, Double> independent = new PageRank<>(graph, 0.85, 2000, 1e-14).getScores();
        double distance = snapshot.pagerank().entrySet().stream()
                .mapToDouble(each -> Math.abs(each.getValue() - independent.get(each.getKey())))
                .sum();
        assertThat(distance).isLessThan(1e-9);
    }

    @Test
    void theSameRecordsInAnotherOrderAndThenOnceMoreGiveTheSameViews() throws IOException {
        Path shuffled = proceedings.write(directory.resolve("shuffled, once more.xml.gz"), true);
        try (Standalone other =
                RunningProduct.start(directory.resolve("other"), RunningProduct.WITHOUT_EMBEDDINGS, shuffled, file)) {
            Api otherApi = new Api(other.address());
            JsonNode after = otherApi.awaitSettled(Duration.ofMinutes(3));
            assertThat(otherApi.ok("/api/v1/imports").path("imports")).hasSize(2);
            assertThat(after.path("papers").asInt()).isEqualTo(PAPERS);
            assertSame(snapshot, Snapshot.of(otherApi));
        }
    }

    static void assertSame(Snapshot one, Snapshot other) {
        assertThat(other.papers()).isEqualTo(one.papers());
        assertThat(other.cited()).isEqualTo(one.cited());
        assertThat(other.citing()).isEqualTo(one.citing());
        one.pagerank()
                .forEach((key, score) -> assertThat(Math.abs(other.pagerank().get(key) - score))
                        .as(key)
                        .isLessThan(1e-9));
    }
}
