package org.citestream.ranking.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.citestream.events.Topics;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.ranking.graph.RankedCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CatchingUpTest {

    private static final Map<String, List<Long>> COVERED =
            Map.of(Topics.PAPERS.name(), List.of(5L, 7L), "a topic that is not read", List.of(9L));

    private final RankingState state = new RankingState(
            new RankedCollection(new IncrementalPageRank(), false), Map.of(Topics.PAPERS.name(), List.of(5L, 0L)));
    private final CatchingUp catchingUp = new CatchingUp(state, Duration.ofHours(1), new SimpleMeterRegistry());
    private final AtomicBoolean leads = new AtomicBoolean(true);

    @Test
    void untilTheLastRecordIsReadItTellsHowManyAreMissing() {
        CompletableFuture<Boolean> over = waiting();
        await().atMost(Duration.ofSeconds(60)).until(() -> catchingUp.behind() == 7);
        state.read(Topics.PAPERS, 1, 4, _ -> {});
        await().atMost(Duration.ofSeconds(60)).until(() -> catchingUp.behind() == 3);
        assertThat(over).isNotDone();
        state.read(Topics.PAPERS, 1, 7, _ -> {});
        assertThat(over.join()).isTrue();
        assertThat(catchingUp.behind()).isZero();
    }

    @Test
    void whoNoLongerLeadsWaitsForNothing() {
        CompletableFuture<Boolean> over = waiting();
        await().atMost(Duration.ofSeconds(60)).until(() -> catchingUp.behind() == 7);
        leads.set(false);
        assertThat(over.join()).isFalse();
        assertThat(catchingUp.behind()).isZero();
    }

    @Test
    void whoHasReadAllDoesNotWait() throws InterruptedException {
        state.read(Topics.PAPERS, 1, 8, _ -> {});
        assertThat(catchingUp.await(COVERED, () -> false)).isTrue();
    }

    private CompletableFuture<Boolean> waiting() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return catchingUp.await(COVERED, leads::get);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                work -> Thread.ofPlatform().daemon().start(work));
    }
}
