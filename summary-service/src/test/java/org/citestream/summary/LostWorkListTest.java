package org.citestream.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.citestream.summary.Papers.TIDEMARK_ABSTRACT;
import static org.citestream.summary.Papers.TIDEMARK_TITLE;
import static org.citestream.summary.Papers.paper;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.Map;
import java.util.stream.Stream;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.PaperEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Status;
import org.citestream.events.Topics;
import org.citestream.summary.StubModel.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** A service whose database is lost. */
class LostWorkListTest {

    private static final int PAPERS = 6;
    private static final int BARE = 7;
    private static final int STANDING_IN = 8;

    @Test
    void whatWasPublishedIsNotPaidForAgainAndVersionsGoOn() {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel()) {
            stub.script(
                    "(unwell)", Answer.says("Nothing."), Answer.says("Nothing."), Answer.says(Papers.TIDEMARK_SUMMARY));
            try (ConfigurableApplicationContext _ = platform.start(settings(stub))) {
                for (int id = 1; id <= PAPERS; id++) {
                    platform.publish(tidemark(id, 1, ""));
                }
                platform.publish(
                        paper(BARE, 1, "Without an abstract", null),
                        paper(STANDING_IN, 1, TIDEMARK_TITLE + " (unwell)", TIDEMARK_ABSTRACT));
                await().until(() -> platform.last(Topics.SUMMARIES).size() == STANDING_IN);
                await().until(() -> platform.last(Topics.EMBEDDINGS).size() == STANDING_IN);
            }
            Map<Integer, SummaryEvent> summaries = platform.last(Topics.SUMMARIES);
            Map<Integer, EmbeddingEvent> embeddings = platform.last(Topics.EMBEDDINGS);
            assertThat(summaries.get(STANDING_IN).reason()).contains("did not stand");

            // Of one that is superseded, and that compaction may leave in the topic, nobody asks again.
            platform.publish(tidemark(2, 2, " (misprinted)"));
            try (ConfigurableApplicationContext _ = platform.start(settings(stub))) {
                await().until(() -> isCurrent(platform.last(Topics.SUMMARIES).get(2), summaries.get(2)));
                await().until(() -> platform.last(Topics.EMBEDDINGS).get(2).version() == 2);
                platform.publish(tidemark(2, 3, ""));
                await().until(() -> platform.last(Topics.SUMMARIES).get(2).version() > 3
                        && platform.last(Topics.SUMMARIES).get(2).status() == Status.CURRENT);
                await().until(() -> platform.last(Topics.EMBEDDINGS).get(2).version() == 3);
            }
            summaries.put(2, platform.last(Topics.SUMMARIES).get(2));
            embeddings.put(2, platform.last(Topics.EMBEDDINGS).get(2));

            int calls = stub.calls();
            int sent = platform.all(Topics.SUMMARIES).size();
            int embedded = platform.all(Topics.EMBEDDINGS).size();
            loseDatabase(platform);
            platform.publish(tidemark(1, 2, " (corrected)"), tidemark(9, 1, ""));
            try (ConfigurableApplicationContext _ = platform.start(oneByOne(stub))) {
                await().until(() -> platform.last(Topics.SUMMARIES).containsKey(9)
                        && isCurrent(platform.last(Topics.SUMMARIES).get(1), summaries.get(1)));
                await().until(() ->
                        platform.last(Topics.SUMMARIES).get(STANDING_IN).reason() == null);
                await().until(() -> platform.all(Topics.EMBEDDINGS).size() == embedded + 2);
            }

            Map<Integer, SummaryEvent> after = platform.last(Topics.SUMMARIES);
            for (int id = 2; id <= BARE; id++) {
                assertThat(after.get(id)).isEqualTo(summaries.get(id));
            }
            assertThat(stub.calls())
                    .as("the corrected one, the new one, and the one that none was written of")
                    .isEqualTo(calls + 3);
            assertThat(platform.all(Topics.SUMMARIES))
                    .as("of the corrected one also that it is pending")
                    .hasSize(sent + 4);
            assertThat(after.get(STANDING_IN).version())
                    .isGreaterThan(summaries.get(STANDING_IN).version());
            Map<Integer, EmbeddingEvent> embeddingsAfter = platform.last(Topics.EMBEDDINGS);
            assertThat(embeddingsAfter.get(1).version())
                    .isEqualTo(embeddings.get(1).version() + 1);
            assertThat(embeddingsAfter.get(2)).isEqualTo(embeddings.get(2));
        }
    }

    private static boolean isCurrent(SummaryEvent now, SummaryEvent before) {
        return now.status() == Status.CURRENT && now.version() > before.version();
    }

    private static void loseDatabase(SummaryPlatform platform) {
        try (MongoClient client = MongoClients.create(platform.storeUri())) {
            client.getDatabase("summaries").drop();
        }
    }

    private static PaperEvent tidemark(int id, long version, String more) {
        return paper(id, version, "%s (%04d)%s".formatted(TIDEMARK_TITLE, id, more), TIDEMARK_ABSTRACT);
    }

    /** So that no version is passed over since another comes with it. */
    private static String[] oneByOne(StubModel stub) {
        return Stream.concat(
                        Stream.of(settings(stub)),
                        Stream.of("spring.cloud.stream.kafka.binder.consumer-properties[max.poll.records]=1"))
                .toArray(String[]::new);
    }

    private static String[] settings(StubModel stub) {
        return new String[] {
            "citestream.summary.model.name=stub-model", "citestream.summary.model.base-url=" + stub.url(),
        };
    }
}
