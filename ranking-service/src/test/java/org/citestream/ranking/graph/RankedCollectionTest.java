package org.citestream.ranking.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.citestream.pagerank.Certificate;
import org.citestream.pagerank.IncrementalPageRank;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RankedCollectionTest {

    /** Unnormalised score of a paper that nobody cites. */
    private static final double UNCITED = 0.15;

    private static RankedCollection collection(boolean withSelf) {
        return new RankedCollection(new IncrementalPageRank(0.85, 1e-12), withSelf);
    }

    private final Map<RankedCollection, RankedEpoch> last = new HashMap<>();

    private Map<Integer, Double> scores(RankedCollection collection) {
        RankedEpoch now = collection.converge();
        Map<Integer, Double> scores = new HashMap<>();
        now.changedSince(last.put(collection, now), scores::put);
        return scores;
    }

    @Test
    void aCitedPaperGetsItsShareOfTheCitingOne() {
        RankedCollection collection = collection(false);
        collection.paper(7, 1, true, 2001);
        collection.paper(3, 1, true, 2000);
        collection.references(7, 1, List.of(3), List.of());
        assertThat(scores(collection).get(3)).isCloseTo(UNCITED + 0.85 * UNCITED, within(1e-11));
    }

    @Test
    void itTellsWhatItTakesWhichGrowsWithItsCitationsAndIsNoMoreAfterARestart(@TempDir Path directory)
            throws IOException {
        RankedCollection collection = collection(false);
        List<Integer> cited = new ArrayList<>();
        for (int id = 1; id <= 5_000; id++) {
            collection.paper(id, 1, true, 2000);
            cited.add(id);
        }
        long before = collection.bytes();
        assertThat(before).isBetween(5_000L * 28, 5_000L * 200);
        for (int id = 1; id <= 100; id++) {
            collection.references(id, 1, cited, List.of());
        }
        assertThat(collection.bytes() - before)
                .as("4 bytes in the graph, and 4 of what was told")
                .isBetween(100L * 5_000 * 8, 100L * 5_000 * 24);
        Path file = directory.resolve("snapshot");
        collection.freeze().to(file, _ -> {});
        RankedCollection loaded = RankedCollection.load(file, false, _ -> {});
        assertThat(loaded.bytes()).isBetween(100L * 5_000 * 8, collection.bytes());
    }

    @Test
    void aCitationWaitsUntilBothItsPapersAreLive() {
        RankedCollection collection = collection(false);
        collection.references(7, 1, List.of(3), List.of());
        collection.paper(7, 1, true, 2001);
        assertThat(scores(collection)).containsOnlyKeys(7);
        collection.paper(3, 1, true, 2000);
        assertThat(scores(collection).get(3)).isCloseTo(UNCITED * 1.85, within(1e-11));
        collection.paper(7, 2, false, 2001);
        Map<Integer, Double> after = scores(collection);
        assertThat(after.get(7)).as("no longer ranked").isZero();
        assertThat(after.get(3)).isCloseTo(UNCITED, within(1e-11));
        collection.paper(7, 3, true, 2001);
        assertThat(scores(collection).get(3)).isCloseTo(UNCITED * 1.85, within(1e-11));
    }

    @Test
    @Timeout(60)
    void aLongListThatIsReadBeforeItsPapersIsNotWrittenAnewByEachOfThem(@TempDir Path directory) throws IOException {
        int length = 100_000;
        RankedCollection collection = collection(false);
        collection.paper(length + 1, 1, true, 2001);
        collection.references(
                length + 1, 1, IntStream.rangeClosed(1, length).boxed().toList(), List.of());
        for (int id = 1; id < length; id++) {
            collection.paper(id, 1, true, 2000);
        }
        assertThat(collection.bytes())
                .as("one list for each paper that comes would take 20 GB")
                .isLessThan(length * 200L);
        assertThat(collection.converge().certificate().citations()).isEqualTo(length - 1);
        collection.paper(length, 1, true, 2000);
        Path file = directory.resolve("snapshot");
        collection.freeze().to(file, _ -> {});
        assertThat(RankedCollection.load(file, false, _ -> {})
                        .converge()
                        .certificate()
                        .citations())
                .as("the last one came just before the snapshot")
                .isEqualTo(length);
    }

    @Test
    void papersThatAreWithdrawnTogetherAndComeBackLeaveAListThatNamesThemAllWrittenAnewOnce() {
        int length = 5_000;
        RankedCollection collection = collection(false);
        for (int id = 1; id <= length + 1; id++) {
            collection.paper(id, 1, true, 2000);
        }
        collection.references(
                length + 1, 1, IntStream.rangeClosed(1, length).boxed().toList(), List.of());
        assertThat(collection.converge().certificate().citations()).isEqualTo(length);
        long before = collection.bytes();
        for (int id = 1; id <= length; id++) {
            collection.paper(id, 2, false, 2000);
        }
        assertThat(scores(collection)).containsOnlyKeys(length + 1);
        for (int id = 1; id <= length; id++) {
            collection.paper(id, 3, true, 2000);
        }
        for (int id = 1; id < length; id++) {
            collection.paper(id, 4, false, 2000);
        }
        assertThat(collection.converge().certificate().citations()).isEqualTo(1);
        assertThat(collection.bytes() - before)
                .as("one list for each paper that leaves or comes back would take 300 MB")
                .isLessThan(16L * length * Integer.BYTES);
    }

    @Test
    void whoCitesAnotherPaperThanBeforeWaitsForTheFormerNoLonger() {
        RankedCollection collection = collection(false);
        collection.paper(1, 1, true, 2000);
        collection.references(1, 1, List.of(1_000, 2_000), List.of());
        long before = collection.bytes();
        for (int version = 2; version <= 1_000; version++) {
            collection.references(1, version, List.of(1_000 + version, 2_000 + version), List.of());
        }
        assertThat(collection.bytes()).isEqualTo(before);
        collection.paper(1_001, 1, true, 2000);
        assertThat(collection.converge().certificate().citations()).isZero();
        collection.paper(2_000, 1, true, 2000);
        assertThat(collection.converge().certificate().citations()).isOne();
    }

    @Test
    void roundingOfALargeScoreIsNoDriftAndWhatIsLeftToPushIs() {
        Certificate rounded = new Certificate(100_000, 90_000, 1e5, 1e-11, 5e-12, 0, 1e-15);
        assertThat(RankedCollection.hasDrifted(rounded, 1e-12)).isFalse();
        Certificate drifted = new Certificate(100_000, 90_000, 1e5, 1e-11, 5e-12, 2e-12, 1e-15);
        assertThat(RankedCollection.hasDrifted(drifted, 1e-12)).isTrue();
    }

    @Test
    void selfCitationsCountOnlyWhereTheyAreWanted() {
        for (boolean withSelf : List.of(true, false)) {
            RankedCollection collection = collection(withSelf);
            collection.paper(1, 1, true, 2000);
            collection.paper(2, 1, true, 2001);
            collection.references(2, 1, List.of(1), List.of(1));
            assertThat(scores(collection).get(1)).isCloseTo(withSelf ? UNCITED * 1.85 : UNCITED, within(1e-11));
        }
    }

    @Test
    void whatIsToldTwiceOrLateChangesNothing() {
        RankedCollection collection = collection(false);
        collection.paper(1, 1, true, 2000);
        collection.paper(2, 5, true, 2001);
        collection.references(2, 4, List.of(1), List.of());
        scores(collection);
        collection.references(2, 3, List.of(), List.of());
        collection.references(2, 4, List.of(1), List.of());
        collection.paper(2, 2, false, 2001);
        assertThat(scores(collection)).isEmpty();
    }

    @RepeatedTest(20)
    void anyOrderOfArrivalGivesTheScoresOfAPlainPowerIteration(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int papers = 200;
        List<List<Integer>> cited = new ArrayList<>();
        List<Runnable> arrivals = new ArrayList<>();
        RankedCollection collection = collection(false);
        for (int id = 1; id <= papers; id++) {
            List<Integer> references = new ArrayList<>();
            for (int c = random.nextInt(6); c > 0; c--) {
                int other = 1 + random.nextInt(papers);
                if (other != id && !references.contains(other)) {
                    references.add(other);
                }
            }
            cited.add(references);
            int paper = id;
            arrivals.add(() -> collection.paper(paper, 2, true, 1970 + paper / 10));
            arrivals.add(() -> collection.references(paper, 2, references, List.of()));
            if (random.nextInt(4) == 0) {
                arrivals.add(() -> collection.paper(paper, 1, false, 1970));
                arrivals.add(() -> collection.references(paper, 1, List.of(1 + paper % papers), List.of()));
            }
        }
        Collections.shuffle(arrivals, random);
        Map<Integer, Double> scores = new HashMap<>();
        for (Runnable arrival : arrivals) {
            arrival.run();
            if (random.nextInt(30) == 0) {
                scores.putAll(scores(collection));
            }
        }
        scores.putAll(scores(collection));
        double[] expected = powerIteration(cited);
        double sum = scores.values().stream().mapToDouble(Double::doubleValue).sum();
        double distance = 0;
        for (int id = 1; id <= papers; id++) {
            distance += Math.abs(scores.get(id) / sum - expected[id - 1]);
        }
        assertThat(distance).isLessThan(1e-9);
    }

    private static double[] powerIteration(List<List<Integer>> cited) {
        int n = cited.size();
        double[] rank = new double[n];
        java.util.Arrays.fill(rank, 1.0 / n);
        for (int round = 0; round < 500; round++) {
            double[] next = new double[n];
            double dangling = 0;
            for (int i = 0; i < n; i++) {
                if (cited.get(i).isEmpty()) {
                    dangling += rank[i];
                }
                for (int each : cited.get(i)) {
                    next[each - 1] += rank[i] / cited.get(i).size();
                }
            }
            for (int i = 0; i < n; i++) {
                next[i] = 0.15 / n + 0.85 * (next[i] + dangling / n);
            }
            rank = next;
        }
        return rank;
    }
}
