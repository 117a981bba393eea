package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.citestream.events.Topics;
import org.citestream.gateway.projection.ViewCheck;
import org.citestream.gateway.search.WordIndex;
import org.junit.jupiter.api.Test;

class RebuildTest {

    private static final RunningGateway GATEWAY = RunningGateway.get();

    @Test
    void viewsThatLackASectionOrSaySomethingElseAreMendedAndOthersLeftAsTheyAre() {
        int[] ids = Samples.ids(3);
        GATEWAY.publish(
                Topics.PAPERS,
                Samples.paper(ids[0], 7, "Salt"),
                Samples.paper(ids[1], 7, "Sand"),
                Samples.paper(ids[2], 7, "Silt"));
        for (int id : ids) {
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> GATEWAY.get("/api/v1/papers/" + id).statusCode() == 200);
        }
        ViewCheck check = GATEWAY.context.getBean(ViewCheck.class);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> check.run(false).values().stream()
                        .allMatch(each -> each.missing() == 0 && each.different() == 0));
        try (MongoClient client =
                MongoClients.create(GATEWAY.context.getEnvironment().getRequiredProperty("spring.mongodb.uri"))) {
            MongoCollection<Document> views = client.getDatabase("gateway").getCollection("views");
            Document untouched = view(views, ids[2]);
            views.updateOne(id(ids[0]), new Document("$unset", new Document("paper", "")));
            views.updateOne(id(ids[1]), new Document("$set", new Document("paper.title", "Forged")));

            assertThat(check.run(false).get("paper"))
                    .extracting(ViewCheck.Found::missing, ViewCheck.Found::different)
                    .containsExactly(1, 1);
            assertThat(title(views, ids[1])).isEqualTo("Forged");

            check.run(true);
            assertThat(title(views, ids[0])).isEqualTo("Salt");
            assertThat(title(views, ids[1])).isEqualTo("Sand");
            assertThat(view(views, ids[2])).isEqualTo(untouched);
            assertThat(check.run(false).get("paper"))
                    .extracting(ViewCheck.Found::missing, ViewCheck.Found::different)
                    .containsExactly(0, 0);

            GATEWAY.publish(Topics.PAPERS, Samples.paper(ids[1], 8, "Sandstone"));
            await().atMost(Duration.ofSeconds(15)).until(() -> "Sandstone".equals(title(views, ids[1])));
        }
    }

    @Test
    void anIndexThatLostAPaperFindsItAgainOnceItIsRebuilt() {
        int[] ids = Samples.ids(2);
        GATEWAY.publish(
                Topics.PAPERS,
                Samples.paper(ids[0], 1, "Quagmire before"),
                Samples.paper(ids[0], 2, "Quagmire after"),
                Samples.paper(ids[1], 1, "Quagmire beside"));
        WordIndex index = GATEWAY.context.getBean(WordIndex.class);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> index.find("quagmire").length == 2 && index.find("quagmire after").length == 1);
        index.papers(List.of(Samples.paper(ids[1], 1, "Something else")));
        await().atMost(Duration.ofSeconds(5)).until(() -> index.find("quagmire").length == 1);

        rebuild(index, true);
        assertThat(index.find("quagmire")).hasSize(1);

        rebuild(index, false);
        assertThat(index.find("quagmire")).hasSize(2);
        assertThat(index.find("quagmire before")).isEmpty();

        GATEWAY.publish(Topics.PAPERS, Samples.paper(ids[0], 3, "Dry land"));
        await().atMost(Duration.ofSeconds(15)).until(() -> index.find("quagmire").length == 1);
    }

    @Test
    void nobodyRebuildsWithoutAnOperatorsKey() {
        for (String path : List.of("/api/v1/rebuilds?what=views", "/api/v1/rebuilds?what=words&dryRun=true")) {
            assertThat(GATEWAY.send("POST", path, "X-API-Key", "a guess").statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(GATEWAY.send("POST", "/api/v1/rebuilds?what=pages", "X-API-Key", "a guess")
                        .statusCode())
                .isEqualTo(400);
    }

    private static void rebuild(WordIndex index, boolean dryRun) {
        var readers = GATEWAY.context.getBean(org.citestream.events.stream.EventReaders.class);
        WordIndex.Rebuilt rebuilt = index.rebuild(
                into -> readers.replay(
                        "rebuildWords",
                        Topics.PAPERS,
                        (_, batch) -> into.accept(
                                batch.stream().map(each -> each.event()).toList())),
                dryRun);
        assertThat(rebuilt.after()).isGreaterThanOrEqualTo(2);
    }

    private static Document id(int id) {
        return new Document("_id", id);
    }

    private static Document view(MongoCollection<Document> views, int id) {
        return Objects.requireNonNull(views.find(id(id)).first());
    }

    private static Object title(MongoCollection<Document> views, int id) {
        return ((Map<?, ?>) view(views, id).get("paper")).get("title");
    }
}
