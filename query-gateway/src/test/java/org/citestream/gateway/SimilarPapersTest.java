package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.citestream.events.Author;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.Topics;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which papers a reader is told to be like a paper. Each test has models of its own, so that no other's papers are compared. */
class SimilarPapersTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final RunningGateway gateway = RunningGateway.get();

    @Test
    void namesakesByOthersAreSimilarPapers() {
        int[] ids = Samples.ids(13);
        for (int id : ids) {
            publish(
                    paper(id, "Preface.", "editor-" + id),
                    embedding(id, "namesakes", "hash", 1, 0.001f * (id - ids[0])));
        }

        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(similar(ids[0]))
                        .containsExactlyElementsOf(
                                IntStream.of(ids).skip(1).limit(10).boxed().toList()));
    }

    @Test
    void otherVersionsOfAPaperAreNotHoweverManyThereAreAndTenOthersAre() {
        int[] ids = Samples.ids(31);
        // The first, then 19 versions of it that are the most alike, then eleven others.
        for (int id : ids) {
            int place = id - ids[0];
            String title =
                    place < 20 ? (place % 2 == 0 ? "HyPer: A Hybrid Database" : "Hyper - a hybrid database!") : "Other";
            publish(
                    paper(id, title, "first-of-" + id, place < 20 ? "versions-kemper" : "somebody"),
                    embedding(id, "versions", "hash", 1, 0.001f * place));
        }

        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(similar(ids[0]))
                        .containsExactlyElementsOf(
                                IntStream.of(ids).skip(20).limit(10).boxed().toList()));
    }

    @Test
    void anotherModelTakesOverForReadersThoughOnePaperIsRetiredAndTheTextOfAnotherIsRefused() {
        int[] ids = Samples.ids(5);
        for (int id : ids) {
            publish(paper(id, "Paper " + id, "author-" + id), embedding(id, "former", "hash", 1, 0.1f * (id - ids[0])));
        }
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(similar(ids[0])).containsExactly(ids[1], ids[2], ids[3], ids[4]));

        gateway.publish(Topics.PAPERS, Samples.paper(ids[1], 2, PaperStatus.RETIRED, ids[0], "Paper " + ids[1], 2001));
        gateway.publish(
                Topics.EMBEDDINGS,
                embedding(ids[0], "present", "hash", 1, 0),
                embedding(ids[2], "present", "hash"),
                embedding(ids[3], "present", "hash", 1, 0.9f),
                embedding(ids[4], "present", "hash", 1, 0.1f));

        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(similar(ids[0]))
                        .as("in the order of the present model, which is done")
                        .containsExactly(ids[4], ids[3]));
        assertThat(similar(ids[2]))
                .as("of the former one, since the present one refuses it")
                .containsExactly(ids[3], ids[4], ids[0]);
    }

    private void publish(PaperEvent paper, EmbeddingEvent embedding) {
        gateway.publish(Topics.PAPERS, paper);
        gateway.publish(Topics.EMBEDDINGS, embedding);
    }

    private List<Integer> similar(int id) {
        List<Integer> found = new ArrayList<>();
        for (JsonNode each :
                gateway.json("/api/v1/papers/" + id + "?fields=similar").path("similar")) {
            found.add(each.path("id").asInt());
        }
        return found;
    }

    private static PaperEvent paper(int id, String title, String... authors) {
        return new PaperEvent(
                id,
                1,
                PaperStatus.LIVE,
                null,
                List.of("dblp:conf/similar/" + id),
                title,
                List.of(authors).stream()
                        .map(each -> new Author(each, each, null))
                        .toList(),
                "VLDB",
                2001,
                null,
                null,
                null,
                List.of("dblp"),
                Samples.ACCEPTED);
    }

    private static EmbeddingEvent embedding(int id, String model, String hash, float... vector) {
        return new EmbeddingEvent(
                id,
                model,
                1,
                vector.length,
                EmbeddingEvent.encode(vector),
                hash,
                EmbeddingEvent.Basis.TITLE,
                Samples.ACCEPTED);
    }
}
