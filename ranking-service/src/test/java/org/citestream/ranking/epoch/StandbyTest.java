package org.citestream.ranking.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.citestream.events.Topics;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.ranking.graph.RankedCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An instance to which the broker never gives the lead. */
@Timeout(120)
class StandbyTest {

    private static final int PAPERS = 2_000;
    private static final int CITED = 500;
    private static final double BOUND = 1e-12;

    private final CountDownLatch over = new CountDownLatch(1);
    private final RankingState state = new RankingState(
            new RankedCollection(new IncrementalPageRank(0.85, BOUND), false),
            Map.of(Topics.PAPERS.name(), List.of(0L), Topics.REFERENCES.name(), List.of(0L)));
    private final EpochPublisher publisher = new EpochPublisher(
            state,
            new PublishedRanks(1, 1),
            () -> {
                throw new AssertionError("who stands by writes nothing");
            },
            _ -> {
                throw new AssertionError("who stands by reads nothing");
            },
            this::neverChosen,
            new EpochPublisher.Pace(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofSeconds(60)),
            InstantSource.system(),
            new SimpleMeterRegistry());
    private long position;

    private Consumer<byte[], byte[]> neverChosen() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("the test is over");
    }

    @BeforeEach
    void papersThatWaitForTheirReferences() {
        state.read(Topics.PAPERS, 0, PAPERS, collection -> {
            for (int id = 1; id <= PAPERS; id++) {
                collection.paper(id, 1, true, 2000);
            }
        });
        publisher.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        publisher.stop();
    }

    @Test
    void referencesThatAreReplacedOverAndOverTakeNoMoreMemoryOnAnInstanceThatNeverLeads() {
        long listed = 200L * CITED * Integer.BYTES;
        replaceReferences(1);
        long before = state.bytes();
        for (int version = 2; version <= 100; version++) {
            replaceReferences(version);
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(state.bytes())
                        .as("a hundred times the lists, each of %,d bytes", listed)
                        .isLessThan(before + 4 * listed));
    }

    @Test
    void scoresThatAnInstanceSavesWhichNeverLeadsNeedNoMoreWork(@TempDir Path directory) {
        replaceReferences(1);
        Path file = directory.resolve("snapshot");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(largestResidual(file)).isLessThan(2 * BOUND));
        assertThat(state.take()).as("all that was read had been taken").isEmpty();
    }

    private double largestResidual(Path file) throws IOException {
        state.freeze().collection().to(file, _ -> {});
        return IncrementalPageRank.load(file, _ -> {}).certify().largestResidual();
    }

    /** Two hundred papers cite others than they did. */
    private void replaceReferences(int version) {
        state.read(Topics.REFERENCES, 0, ++position, collection -> {
            for (int id = 1; id <= 200; id++) {
                int first = 200 + (id + version * 7) % (PAPERS - 200 - CITED);
                collection.references(
                        id,
                        version,
                        IntStream.range(first, first + CITED).boxed().toList(),
                        List.of());
            }
        });
    }
}
