package org.citestream.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;
import static org.citestream.summary.Papers.TIDEMARK_ABSTRACT;
import static org.citestream.summary.Papers.TIDEMARK_TITLE;
import static org.citestream.summary.Papers.paper;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.EmbeddingEvent.Basis;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.SummaryEvent.Status;
import org.citestream.events.Topics;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.WorkQueue;
import org.citestream.summary.work.WrittenSummary;
import org.citestream.summary.writing.Summariser;
import org.citestream.summary.writing.SummaryFailedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

class WithoutLanguageModelTest {

    private static final Logger log = LoggerFactory.getLogger(WithoutLanguageModelTest.class);
    private static final SummaryPlatform platform = new SummaryPlatform();
    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() {
        service = platform.start(BreaksOnDeepPapers.class);
    }

    @AfterAll
    static void stop() {
        service.close();
        platform.close();
    }

    @Test
    void summariesAreSentencesOfTheAbstractAndSaySo() {
        platform.publish(paper(1, 1, TIDEMARK_TITLE, TIDEMARK_ABSTRACT));
        await().until(() -> platform.last(Topics.SUMMARIES).containsKey(1));

        SummaryEvent summary = platform.last(Topics.SUMMARIES).get(1);
        assertThat(summary.status()).isEqualTo(Status.CURRENT);
        assertThat(summary.method()).isEqualTo(Method.EXTRACTIVE);
        assertThat(summary.model()).isEqualTo("citestream-extractive-3");
        assertThat(summary.tokens()).isNull();
        assertThat(summary.cost()).isNull();
        assertThat(summary.text())
                .startsWith("Tidemark is a checkpoint scheduler that places barriers")
                .endsWith("recovers 4.5x faster than fixed intervals.");
    }

    @Test
    void anErrorOfTheSummariserLeavesAnExtractAndADeadLetterAndNoPaperInHand() {
        platform.publish(paper(2, 1, TIDEMARK_TITLE + " (deep)", TIDEMARK_ABSTRACT));
        await().until(() -> platform.last(Topics.SUMMARIES).containsKey(2));

        SummaryEvent summary = platform.last(Topics.SUMMARIES).get(2);
        assertThat(summary.status()).isEqualTo(Status.CURRENT);
        assertThat(summary.method()).isEqualTo(Method.EXTRACTIVE);
        assertThat(summary.reason()).contains("the summariser broke").contains("StackOverflowError");
        assertThat(platform.deadLetters(2))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("StackOverflowError");
        WorkQueue queue = service.getBean("summaryQueue", WorkQueue.class);
        await().until(() -> !queue.has(2) && queue.inHand() == 0);
    }

    @Test
    void embeddingsHaveLengthOneAndAlikePapersAreNear() {
        platform.publish(
                paper(11, 1, "Query optimization with learned cardinality estimates", null),
                paper(12, 1, "Learned cardinality estimation for query optimizers", null),
                paper(13, 1, "The breeding habits of Arctic seabirds", null),
                paper(14, 1, TIDEMARK_TITLE, TIDEMARK_ABSTRACT));
        await().until(() -> platform.last(Topics.EMBEDDINGS).keySet().containsAll(List.of(11, 12, 13, 14)));

        Map<Integer, EmbeddingEvent> found = platform.last(Topics.EMBEDDINGS);
        assertThat(found.get(11).model()).isEqualTo("all-minilm-l6-v2-q");
        assertThat(found.get(11).dimension()).isEqualTo(384);
        assertThat(found.get(11).basis()).isEqualTo(Basis.TITLE);
        assertThat(found.get(14).basis()).isEqualTo(Basis.TITLE_AND_ABSTRACT);
        assertThat(inner(found.get(11), found.get(11))).isCloseTo(1, offset(1e-5));
        assertThat(inner(found.get(11), found.get(12))).isGreaterThan(inner(found.get(11), found.get(13)) + 0.3);

        platform.publish(paper(11, 2, "Query optimization with learned cardinality estimates", null));
        platform.publish(paper(15, 1, "Comes after it", null));
        await().until(() -> platform.last(Topics.EMBEDDINGS).containsKey(15));
        assertThat(platform.all(Topics.EMBEDDINGS))
                .filteredOn(each -> each.id() == 11)
                .hasSize(1);
    }

    @Test
    void theCanaryGetsNoEmbedding() {
        platform.publish(
                Papers.canary(21, 1, TIDEMARK_ABSTRACT),
                Papers.canary(21, 2, TIDEMARK_ABSTRACT + " Again."),
                paper(24, 1, TIDEMARK_TITLE, TIDEMARK_ABSTRACT + " It comes after the canary."));
        await().until(() -> platform.last(Topics.EMBEDDINGS).containsKey(24));
        assertThat(platform.all(Topics.EMBEDDINGS)).noneMatch(each -> each.id() == 21);
        assertThat(platform.last(Topics.SUMMARIES).get(21).status()).isEqualTo(Status.NO_ABSTRACT);
    }

    @Test
    @Tag("slow")
    void manyPapersWithoutAbstractsAreToldQuickly() {
        int count = 3000;
        PaperEvent[] papers = IntStream.range(1000, 1000 + count)
                .mapToObj(id -> paper(id, 1, PaperStatus.LIVE, "Paper " + id + " on views and indexes", null, 1999))
                .toArray(PaperEvent[]::new);
        long before = System.nanoTime();
        platform.publish(papers);
        await().pollInterval(Duration.ofMillis(50)).until(() -> published("no_abstract") >= count);
        double seconds = (System.nanoTime() - before) / 1e9;

        log.info("{} papers without an abstract in {} s: {} a second", count, seconds, Math.round(count / seconds));
        assertThat(platform.last(Topics.SUMMARIES).keySet())
                .containsAll(IntStream.range(1000, 1000 + count).boxed().toList());
    }

    private static double published(String status) {
        return service
                .getBean(MeterRegistry.class)
                .find("citestream.summaries")
                .tag("status", status)
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static double inner(EmbeddingEvent one, EmbeddingEvent other) {
        float[] left = one.components();
        float[] right = other.components();
        return IntStream.range(0, left.length)
                .mapToDouble(i -> (double) left[i] * right[i])
                .sum();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class BreaksOnDeepPapers {

        @Bean
        static BeanPostProcessor breaking() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return name.equals("summariser") && bean instanceof Summariser real ? new Breaking(real) : bean;
                }
            };
        }
    }

    private record Breaking(Summariser real) implements Summariser {

        @Override
        public String identity() {
            return real.identity();
        }

        @Override
        public boolean writes(String model, String promptVersion) {
            return real.writes(model, promptVersion);
        }

        @Override
        public boolean asksModel() {
            return real.asksModel();
        }

        @Override
        public String connection() {
            return real.connection();
        }

        @Override
        public WrittenSummary summarise(PaperText paper) throws SummaryFailedException, InterruptedException {
            if (paper.title().contains("(deep)")) {
                throw new StackOverflowError("for a test");
            }
            return real.summarise(paper);
        }
    }
}
