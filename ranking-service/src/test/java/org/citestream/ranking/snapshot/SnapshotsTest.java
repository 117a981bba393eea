package org.citestream.ranking.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.Topics;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.ranking.epoch.PublishedRanks;
import org.citestream.ranking.epoch.RankingState;
import org.citestream.ranking.epoch.SavedRanks;
import org.citestream.ranking.graph.RankedCollection;
import org.citestream.ranking.snapshot.Snapshots.Extent;
import org.citestream.ranking.snapshot.Snapshots.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {

    private static final Map<String, List<Long>> READ_UP_TO =
            Map.of("papers", List.of(10L, 20L), "references", List.of(0L));
    private static final Map<String, String> TOPICS = Map.of("papers", "a", "references", "b");
    private static final Map<String, String> PUBLISHED = Map.of("ranks", "c", "rank-epochs", "d");

    @TempDir
    Path directory;

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void theTopicsAreReadFromWhereTheSnapshotEnds() throws IOException {
        saved();
        RankingState state = found(TOPICS, List.of(new Extent(0, 12), new Extent(20, 20)))
                .map(each -> new RankingState(each.collection(), each.positions()))
                .orElseThrow();
        assertThat(state.positions(Topics.PAPERS)).containsExactly(10L, 20L);
        assertThat(state.positions(Topics.REFERENCES)).containsExactly(0L);
        assertThat(refused()).isZero();
    }

    @Test
    void ofWhatIsPublishedOnlyWhatFollowsIsReadOrAllWhereItsTopicsWereMadeAnewOrLost() throws IOException {
        saved();
        SavedRanks goesOn = loaded(PUBLISHED, new Extent(0, 5)).published();
        PublishedRanks ranks = new PublishedRanks(goesOn);
        assertThat(ranks.positions()).containsExactly(4L);
        assertThat(ranks.epochPositions()).containsExactly(8L);
        assertThat(ranks.epoch()).isEqualTo(7);

        assertThat(new PublishedRanks(loaded(Map.of("ranks", "c2", "rank-epochs", "d"), new Extent(0, 5))
                                .published())
                        .positions())
                .as("made anew")
                .containsExactly(0L);
        assertThat(new PublishedRanks(loaded(PUBLISHED, new Extent(0, 3)).published()).positions())
                .as("shorter than what was published")
                .containsExactly(0L);
        assertThat(refused()).as("the collection is sound all the same").isZero();
    }

    private Snapshots.Loaded loaded(Map<String, String> published, Extent ranks) {
        return new Snapshots(directory.resolve("snapshot"), new Origin(TOPICS, published, 0.85, 1e-12, false), meters)
                .load(
                        Map.of(
                                "papers",
                                List.of(new Extent(0, 10), new Extent(0, 20)),
                                "references",
                                List.of(new Extent(0, 0))),
                        Map.of("ranks", List.of(ranks), "rank-epochs", List.of(new Extent(0, 9))))
                .orElseThrow();
    }

    @Test
    void aSnapshotOfATopicThatWasMadeAnewIsRefused() throws IOException {
        saved();
        assertThat(found(Map.of("papers", "a2", "references", "b"), List.of(new Extent(0, 10), new Extent(0, 20))))
                .isEmpty();
        assertThat(refused()).isEqualTo(1);
    }

    @Test
    void aSnapshotIsRefusedWhereRecordsAfterItAreDeletedOrItsOwnAreGone() throws IOException {
        saved();
        assertThat(found(TOPICS, List.of(new Extent(11, 12), new Extent(0, 20))))
                .as("what lay at 10 is deleted")
                .isEmpty();
        assertThat(found(TOPICS, List.of(new Extent(0, 10), new Extent(0, 19))))
                .as("the log is shorter than what was read of it")
                .isEmpty();
        assertThat(refused()).isEqualTo(2);
    }

    @Test
    void aSnapshotIsRefusedWhereATopicHasMorePartitions() throws IOException {
        saved();
        assertThat(found(TOPICS, List.of(new Extent(0, 10), new Extent(0, 20), new Extent(0, 5))))
                .isEmpty();
        assertThat(refused()).isEqualTo(1);
    }

    private void saved() throws IOException {
        RankedCollection collection = new RankedCollection(new IncrementalPageRank(0.85, 1e-12), false);
        collection.paper(1, 1, true, 1991);
        PublishedRanks published = new PublishedRanks(1, 1);
        published.read(0, 3, new RankEvent(1, 7, 0.15));
        published.read(0, 7, new RankEpoch(7, 1, 0, 0.15, 1e-10, READ_UP_TO, List.of(4L), Instant.EPOCH));
        snapshots(TOPICS).save(new RankingState(collection, READ_UP_TO), published);
    }

    private Optional<Snapshots.Loaded> found(Map<String, String> topics, List<Extent> papers) {
        return snapshots(topics).load(Map.of("papers", papers, "references", List.of(new Extent(0, 0))), Map.of());
    }

    private Snapshots snapshots(Map<String, String> topics) {
        return new Snapshots(directory.resolve("snapshot"), new Origin(topics, PUBLISHED, 0.85, 1e-12, false), meters);
    }

    private double refused() {
        return meters.get("citestream.ranking.snapshot.refused").counter().count();
    }
}
