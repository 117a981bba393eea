package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.citestream.events.Topics;
import org.citestream.gateway.RunningGateway.Command;
import org.junit.jupiter.api.Test;

class StoreCommandsTest {

    private static final Set<String> TALK = Set.of("hello", "isMaster", "ismaster", "ping", "buildInfo", "endSessions");
    private static final Set<String> OF_FIND = Set.of(
            "find", "filter", "limit", "singleBatch", "projection", "$db", "lsid", "$readPreference", "batchSize");

    @Test
    void noCommandAsksForAnythingButIds() {
        RunningGateway gateway = RunningGateway.get();
        int[] ids = Samples.ids(3);
        gateway.publish(
                Topics.PAPERS,
                Samples.paper(ids[0], 1, "One"),
                Samples.paper(ids[1], 1, "Two"),
                Samples.paper(ids[2], 1, "Three"));
        gateway.publish(
                Topics.REFERENCES,
                Samples.references(ids[0], 1, List.of(ids[1], ids[2]), List.of(), 0),
                Samples.references(ids[1], 1, List.of(ids[2]), List.of(), 0));
        gateway.publish(Topics.SUMMARIES, Samples.noAbstract(ids[0]));
        await().atMost(Duration.ofSeconds(15))
                .until(() -> gateway.get("/papers/" + ids[1]).statusCode() == 200);
        for (String path : List.of(
                "/",
                "/?sort=citations&page=2",
                "/papers/" + ids[0],
                "/authors/author-" + ids[0],
                "/api/v1/papers?sort=year",
                "/api/v1/papers/" + ids[0],
                "/api/v1/papers/doi:10.1/" + ids[0],
                "/api/v1/papers/" + ids[2] + "/citations",
                "/api/v1/papers/" + ids[0] + "/references?sort=citations",
                "/api/v1/papers/" + ids[0] + "/similar",
                "/api/v1/papers?q=three&facets=all",
                "/api/v1/papers?venue=vldb&yearFrom=2000&author=author-" + ids[0] + "&sort=movement",
                "/api/v1/papers.csv",
                "/api/v1/papers.atom?venue=vldb",
                "/api/v1/papers/" + ids[0] + "?include=citations,references,history,why",
                "/api/v1/papers/" + ids[0] + ".bib",
                "/api/v1/authors/author-" + ids[0],
                "/api/v1/venues/VLDB/2005",
                "/api/v1/movers",
                "/api/v1/graph.tsv",
                "/api/v1/graph.graphml",
                "/api/v1/webhooks",
                "/api/v1/stats")) {
            gateway.get(path);
        }

        gateway.post("/api/v1/papers/batch", "[" + ids[0] + ", \"doi:10.1/" + ids[1] + "\"]");

        assertThat(gateway.commands).isNotEmpty().allSatisfy(StoreCommandsTest::asksForIdsOnly);
    }

    static void asksForIdsOnly(Command command) {
        BsonDocument document = command.document();
        switch (command.name()) {
            case "find" -> {
                assertThat(document.keySet()).isSubsetOf(OF_FIND);
                isById(document.getDocument("filter"));
            }
            case "update" ->
                document.getArray("updates")
                        .forEach(each -> isById(each.asDocument().getDocument("q")));
            case "delete" ->
                document.getArray("deletes")
                        .forEach(each -> isById(each.asDocument().getDocument("q")));
            default -> assertThat(TALK).contains(command.name());
        }
    }

    private static void isById(BsonDocument filter) {
        assertThat(filter.keySet()).contains("_id");
        BsonValue id = filter.get("_id");
        if (id instanceof BsonDocument operator) {
            assertThat(operator.keySet()).containsExactly("$in");
        }
    }
}
