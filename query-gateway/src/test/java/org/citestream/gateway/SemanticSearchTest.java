package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.Topics;
import org.citestream.gateway.search.TextVectors;
import org.junit.jupiter.api.Test;

/** Search by meaning, with the embedding model itself. */
class SemanticSearchTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int MORE_THAN_ARE_CHOSEN = 210;

    private final RunningGateway gateway = RunningGateway.get();
    private final TextVectors vectors = gateway.context.getBean(TextVectors.class);
    private final Map<String, float[]> vectorsOf = new HashMap<>();

    @Test
    void aQuestionFindsThePaperThatMeansItWithoutSharingAWord() {
        int[] ids = Samples.ids(2);
        publish(Samples.paper(ids[0], 1, "Felines chasing rodents indoors"));
        publish(Samples.paper(ids[1], 1, "Transaction recovery after a crash"));
        String question = "/api/v1/papers?q=cats+hunting+mice&mode=";
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(gateway.ids(question + "semantic")).containsExactly(ids[0], ids[1]));
        assertThat(gateway.ids(question + "text")).isEmpty();
        assertThat(gateway.ids(question + "combined")).containsExactly(ids[0], ids[1]);
    }

    @Test
    void aFilterComesBeforeTheChoiceOfTheNearest() {
        int[] nearer = Samples.ids(MORE_THAN_ARE_CHOSEN);
        int own = Samples.ids(1)[0];
        for (int id : nearer) {
            publish(Samples.paper(id, 1, PaperStatus.LIVE, null, "Volcanoes and their ashes", 1950));
        }
        publish(Samples.paper(own, 1, PaperStatus.LIVE, null, "Glaciers of the north", 1951));
        String question = "/api/v1/papers?q=eruptions+of+lava&mode=";
        try {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(gateway.json(question + "semantic&yearTo=1950")
                                    .get("total")
                                    .asInt())
                            .isEqualTo(200));
            assertThat(gateway.ids(question + "semantic&yearFrom=1951&yearTo=1951"))
                    .containsExactly(own);
            assertThat(gateway.ids(question + "combined&author=author-" + own)).containsExactly(own);
        } finally {
            for (int id : nearer) {
                gateway.publish(
                        Topics.PAPERS,
                        Samples.paper(id, 2, PaperStatus.WITHDRAWN, null, "Volcanoes and their ashes", 1950));
            }
        }
    }

    private void publish(PaperEvent paper) {
        float[] vector = vectorsOf.computeIfAbsent(
                paper.title(), title -> vectors.of(title).orElseThrow());
        gateway.publish(Topics.PAPERS, paper);
        gateway.publish(
                Topics.EMBEDDINGS,
                new EmbeddingEvent(
                        paper.id(),
                        vectors.model(),
                        1,
                        vector.length,
                        EmbeddingEvent.encode(vector),
                        "hash",
                        EmbeddingEvent.Basis.TITLE,
                        Samples.ACCEPTED));
    }
}
