package org.citestream.ranking.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.citestream.events.Topics;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.ranking.graph.RankedCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Status;

@Timeout(120)
class LeadershipTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicBoolean wantsMemory = new AtomicBoolean(true);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EpochPublisher publisher = new EpochPublisher(
            new RankingState(
                    new RankedCollection(new IncrementalPageRank(), false), Map.of(Topics.PAPERS.name(), List.of(0L))),
            new PublishedRanks(1, 1),
            () -> {
                throw new IllegalStateException("nothing is to be published here");
            },
            _ -> {},
            this::consumer,
            new EpochPublisher.Pace(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofSeconds(60)),
            InstantSource.system(),
            meters);

    private Consumer<byte[], byte[]> consumer() {
        if (wantsMemory.get()) {
            throw new OutOfMemoryError("of the test");
        }
        MockConsumer<byte[], byte[]> chosen = new MockConsumer<>("latest");
        TopicPartition only = new TopicPartition(Topics.RANK_EPOCHS.name(), 0);
        chosen.updateEndOffsets(Map.of(only, 0L));
        chosen.schedulePollTask(() -> chosen.rebalance(List.of(only)));
        return chosen;
    }

    @AfterEach
    void stop() {
        publisher.stop();
    }

    @Test
    void anErrorIsSeenInTheHealthAndOnceItIsOverTheInstanceCanBeChosen() {
        publisher.start();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(publisher.health().getStatus()).isEqualTo(Status.DOWN));
        assertThat(publisher.health().getDetails().get("reason")).asString().contains("OutOfMemoryError: of the test");
        assertThat(publishes()).isZero();

        wantsMemory.set(false);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(publishes()).isOne());
    }

    private double publishes() {
        return meters.get("citestream.ranking.publishes").gauge().value();
    }
}
