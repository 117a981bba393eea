package org.citestream.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.citestream.summary.Papers.TIDEMARK_ABSTRACT;
import static org.citestream.summary.Papers.TIDEMARK_TITLE;
import static org.citestream.summary.Papers.paper;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.Topics;
import org.citestream.summary.StubModel.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Work that several calls, and several instances, share. */
@Tag("slow")
class SharedWorkTest {

    private static final int PAPERS = 60;
    private static final int PARTITIONS = 3;

    @Test
    void aSlowCallHoldsBackNothingBehindItInItsPartition() {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel();
                ConfigurableApplicationContext _ = start(platform, stub, 2)) {
            stub.script("(slow)", Answer.hangs());
            platform.publish(paper(PARTITIONS, 1, TIDEMARK_TITLE + " (slow)", TIDEMARK_ABSTRACT));
            await().until(() -> stub.calls("(slow)") == 1);
            for (int i = 2; i <= 30; i++) {
                platform.publish(paper(i * PARTITIONS, 1, TIDEMARK_TITLE + " (quick)", TIDEMARK_ABSTRACT));
            }

            await().until(() -> platform.last(Topics.SUMMARIES).size() == 29);

            assertThat(platform.last(Topics.SUMMARIES)).doesNotContainKey(PARTITIONS);
            assertThat(stub.calls("(slow)")).isOne();
            assertThat(stub.mostAtOnce()).isEqualTo(2);
        }
    }

    @Test
    void aSecondInstanceTakesWorkOverAndGivesItBackAndNoCallIsMadeTwice() {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel();
                ConfigurableApplicationContext first = start(platform, stub, 2)) {
            stub.takes(Duration.ofMillis(300));
            IntStream.rangeClosed(1, PAPERS)
                    .forEach(id -> platform.publish(
                            paper(id, 1, "%s (%04d)".formatted(TIDEMARK_TITLE, id), TIDEMARK_ABSTRACT)));
            await().until(() -> stub.calls() > 2);
            CountDownLatch gate = stub.shut();
            int before = stub.calls();
            try (ConfigurableApplicationContext second = start(platform, stub, 2)) {
                gate.countDown();
                await().until(() -> calls(second) >= 4);
                assertThat(calls(first)).isPositive();
                assertThat(stub.calls()).isGreaterThan(before);
            }
            await().until(() -> platform.last(Topics.SUMMARIES).size() == PAPERS);

            assertThat(stub.calls()).isEqualTo(PAPERS);
            List<SummaryEvent> all = platform.all(Topics.SUMMARIES);
            assertThat(all).hasSize(PAPERS).allSatisfy(each -> {
                assertThat(each.method()).isEqualTo(Method.GENERATED);
                assertThat(each.version()).isOne();
            });
        }
    }

    private static ConfigurableApplicationContext start(SummaryPlatform platform, StubModel stub, int concurrency) {
        return platform.start(
                "citestream.summary.model.name=stub-model",
                "citestream.summary.model.base-url=" + stub.url(),
                "citestream.summary.model.timeout=60s",
                "citestream.summary.concurrency=" + concurrency,
                "citestream.summary.drain=5s",
                "citestream.embeddings.enabled=false");
    }

    private static long calls(ConfigurableApplicationContext service) {
        return service.getBean(MeterRegistry.class).find("gen_ai.client.operation.duration").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }
}
