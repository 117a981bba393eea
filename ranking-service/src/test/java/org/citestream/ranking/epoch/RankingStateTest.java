package org.citestream.ranking.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.citestream.events.Topics;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.ranking.graph.RankedCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RankingStateTest {

    private final RankingState state = new RankingState(
            new RankedCollection(new IncrementalPageRank(), false), Map.of(Topics.PAPERS.name(), List.of(0L)));
    private final AtomicLong position = new AtomicLong();

    @Test
    void afterAFewArrivalsNothingIsWaitedFor() throws InterruptedException {
        arrive(10);
        long begin = System.nanoTime();
        state.awaitCalm(Duration.ofDays(1));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        assertThat(state.take()).isPresent();
    }

    @Test
    void whileRecordsArriveByTheThousandAnEpochWaitsButNoLongerThanItMay() throws InterruptedException {
        Duration longest = Duration.ofMillis(700);
        AtomicBoolean goesOn = new AtomicBoolean(true);
        arrive(100_000);
        long begin = System.nanoTime();
        Thread arrivals = Thread.ofPlatform().start(() -> {
            while (goesOn.get()) {
                arrive(100_000);
            }
        });
        try {
            state.awaitCalm(longest);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(600));
        } finally {
            goesOn.set(false);
            arrivals.join();
        }
    }

    @Test
    void whenTheLastOfManyHasArrivedTheEpochIsTaken() throws InterruptedException {
        arrive(100_000);
        state.awaitCalm(Duration.ofDays(1));
        assertThat(state.take()).isPresent();
        assertThat(state.take()).as("nothing arrived since").isEmpty();
    }

    private void arrive(int records) {
        state.read(Topics.PAPERS, 0, position.addAndGet(records), _ -> {});
    }
}
