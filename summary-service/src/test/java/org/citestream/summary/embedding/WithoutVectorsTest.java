package org.citestream.summary.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.citestream.summary.Papers.paper;

import org.citestream.events.EmbeddingEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.DeadLetterNotes;
import org.citestream.events.stream.Received;
import org.citestream.summary.SummaryPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Papers that get no vector are told, so that nobody waits for one. */
class WithoutVectorsTest {

    private static final SummaryPlatform platform = new SummaryPlatform();

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void aPaperThatGetsNoVectorSaysWhyAndGetsOneAtALaterStartWhereTheModelCouldNotRun() {
        try (ConfigurableApplicationContext first = platform.start(Failing.class)) {
            platform.publish(paper(1, 1, "A text that the model cannot take", null));
            await().until(() -> platform.last(Topics.EMBEDDINGS).containsKey(1));
            platform.publish(paper(7, 1, "\u200b", null));
            await().until(() -> platform.last(Topics.EMBEDDINGS).containsKey(7));
            platform.publish(paper(2, 1, "Before the library was gone", null));
            await().until(() -> platform.last(Topics.EMBEDDINGS).containsKey(2));
            platform.publish(paper(3, 1, "Gone", null));
            await().until(() -> platform.last(Topics.EMBEDDINGS).containsKey(3));
            platform.publish(paper(4, 1, "After it was gone", null));
            platform.publish(paper(2, 2, "Its text changed after the library was gone", null));
            await().until(() -> platform.last(Topics.EMBEDDINGS).containsKey(4));

            EmbeddingEvent refused = platform.last(Topics.EMBEDDINGS).get(1);
            assertThat(refused.dimension()).isZero();
            assertThat(refused.reason()).contains("too strange");
            assertThat(platform.last(Topics.EMBEDDINGS).get(7).reason())
                    .as("a title that is not seen")
                    .isEqualTo("There is no text to embed");
            assertThat(platform.last(Topics.EMBEDDINGS).get(3).reason()).contains("no native library");
            assertThat(platform.last(Topics.EMBEDDINGS).get(4).reason()).contains("no native library");

            first.getBean(DeadLetterNotes.class)
                    .note("papers", new Received<>(0, 0, paper(6, 1, "Refused", null)), "it is refused");
            SummaryEvent failed = platform.last(Topics.SUMMARIES).get(6);
            assertThat(failed.status()).isEqualTo(SummaryEvent.Status.FAILED);
            assertThat(failed.reason()).contains("could not be taken in: it is refused");
            assertThat(platform.last(Topics.EMBEDDINGS).get(6).reason()).contains("it is refused");
            assertThat(platform.last(Topics.EMBEDDINGS).get(6).sourceHash())
                    .as("readers are told that nobody is to wait for a vector")
                    .isNotEmpty();
            platform.publish(paper(6, 1, "Refused", null));
            platform.publish(paper(9, 1, "Of the same partition", null));
            await().until(() -> platform.last(Topics.EMBEDDINGS).containsKey(9));
        }
        try (ConfigurableApplicationContext _ = platform.start(Working.class)) {
            await().until(() -> platform.last(Topics.EMBEDDINGS).get(3).dimension() == 2
                    && platform.last(Topics.EMBEDDINGS).get(4).dimension() == 2
                    && platform.last(Topics.EMBEDDINGS).get(2).version() == 2
                    && platform.last(Topics.EMBEDDINGS).get(6).dimension() == 2);
            assertThat(platform.last(Topics.EMBEDDINGS).get(3).version()).isEqualTo(2);
            assertThat(platform.last(Topics.EMBEDDINGS).get(1).dimension())
                    .as("what this model cannot take is not tried again")
                    .isZero();
        }
    }

    /** Not found by the scan of the service, since it carries no stereotype. */
    static class Failing {
        @Bean
        @Primary
        Embedder failing() {
            return new Stub() {
                @Override
                public float[] embed(String text) {
                    if (text.contains("cannot take")) {
                        throw new IllegalArgumentException("too strange");
                    }
                    if (text.contains("Gone")) {
                        throw new EmbedderUnavailableException("no native library", new UnsatisfiedLinkError());
                    }
                    return super.embed(text);
                }
            };
        }
    }

    static class Working {
        @Bean
        @Primary
        Embedder working() {
            return new Stub();
        }
    }

    private static class Stub implements Embedder {

        @Override
        public String model() {
            return "stub";
        }

        @Override
        public float[] embed(String text) {
            return new float[] {0.6f, 0.8f};
        }
    }
}
