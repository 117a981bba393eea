package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.Topics;
import org.citestream.gateway.search.TextVectors;
import org.junit.jupiter.api.Test;

/** Search by meaning, with the embedding model itself. */
class SemanticSearchTest {

    @Test
    void aQuestionFindsThePaperThatMeansItWithoutSharingAWord() {
        RunningGateway gateway = RunningGateway.get();
        TextVectors vectors = gateway.context.getBean(TextVectors.class);
        int[] ids = Samples.ids(2);
        List<String> titles = List.of("Felines chasing rodents indoors", "Transaction recovery after a crash");
        for (int i = 0; i < 2; i++) {
            float[] vector = vectors.of(titles.get(i)).orElseThrow();
            gateway.publish(Topics.PAPERS, Samples.paper(ids[i], 1, titles.get(i)));
            gateway.publish(
                    Topics.EMBEDDINGS,
                    new EmbeddingEvent(
                            ids[i],
                            vectors.model(),
                            1,
                            vector.length,
                            EmbeddingEvent.encode(vector),
                            "hash",
                            EmbeddingEvent.Basis.TITLE,
                            Samples.ACCEPTED));
        }
        String question = "/api/v1/papers?q=cats+hunting+mice&mode=";
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () -> assertThat(gateway.ids(question + "semantic")).containsExactly(ids[0], ids[1]));
        assertThat(gateway.ids(question + "text")).isEmpty();
        assertThat(gateway.ids(question + "combined")).containsExactly(ids[0], ids[1]);
    }
}
