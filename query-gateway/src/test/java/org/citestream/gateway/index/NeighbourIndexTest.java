package org.citestream.gateway.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.citestream.events.EmbeddingEvent;
import org.citestream.gateway.index.NeighbourIndex.Neighbour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighbourIndexTest {

    private final NeighbourIndex index = new NeighbourIndex();

    @Test
    void theMostAlikeComeFirstOfEqualsTheLowerIdAndNeverThePaperItself() {
        index.apply(embedding(1, "m", 1, 1, 0));
        index.apply(embedding(5, "m", 1, 0, 1));
        index.apply(embedding(4, "m", 1, 0, 2));
        index.apply(embedding(3, "m", 1, 2, 1));
        index.apply(embedding(2, "m", 1, -1, 0));

        assertThat(ids(index.similar(1, 10, _ -> true))).containsExactly(3, 4, 5, 2);
        assertThat(ids(index.similar(1, 2, _ -> true))).containsExactly(3, 4);
        assertThat(ids(index.similar(1, 2, id -> id != 3))).containsExactly(4, 5);
        assertThat(index.similar(99, 2, _ -> true)).isEmpty();
    }

    @Test
    void itTellsWhatItsVectorsTakeAndNoMoreOfThoseThatAreGone() {
        assertThat(index.bytes()).isZero();
        index.apply(embedding(1, "m", 1, 1, 0, 0, 0));
        long one = index.bytes();
        index.apply(embedding(2, "m", 1, 1, 0, 0, 0));
        assertThat(index.bytes()).isEqualTo(2 * one);
        index.apply(embedding(2, "m", 2, 0, 0, 0, 1));
        assertThat(index.bytes()).as("another in its place").isEqualTo(2 * one);
        index.apply(embedding(2, "m", 3));
        assertThat(index.bytes()).as("without a vector").isEqualTo(one);
    }

    @Test
    void aLowerVersionAndAnotherModelChangeNothing() {
        index.apply(embedding(1, "m", 3, 1, 0));
        index.apply(embedding(2, "m", 3, 1, 0));
        index.apply(embedding(2, "m", 2, 0, 1));
        index.apply(embedding(3, "other", 9, 1, 0));

        assertThat(index.similar(1, 10, _ -> true)).containsExactly(new NeighbourIndex.Neighbour(2, 1.0));
        assertThat(index.contains(3)).isTrue();
        assertThat(index.papers()).isEqualTo(Map.of("m", 2, "other", 1));
    }

    @Test
    void aRecordWithoutAVectorTakesThePlaceOfAnOlderOneAndIsReplacedByANewerOne() {
        index.apply(embedding(1, "m", 1, 1, 0));
        index.apply(embedding(2, "m", 1, 1, 0));
        index.apply(embedding(2, "m", 2));
        index.apply(embedding(2, "m", 1, 1, 0));
        assertThat(index.isWithout(2)).isTrue();
        assertThat(index.similar(1, 10, _ -> true)).isEmpty();

        index.apply(embedding(2, "m", 3, 1, 0));
        assertThat(index.isWithout(2)).isFalse();
        assertThat(ids(index.similar(1, 10, _ -> true))).containsExactly(2);
    }

    @Test
    void anotherModelTakesOverWithoutAGap() {
        for (int id = 1; id <= 3; id++) {
            index.apply(embedding(id, "z-old", 1, 1, id));
        }
        for (int id = 1; id <= 3; id++) {
            assertThat(ids(index.similar(1, 10, _ -> true)))
                    .as("of the old model")
                    .containsExactly(2, 3);
            assertThat(ids(index.similar(3, 10, _ -> true)))
                    .as("of the old model")
                    .containsExactly(2, 1);
            index.apply(embedding(id, "a-new", 2, 1, -id * id, 1));
        }
        assertThat(index.similar(3, 10, _ -> true).getFirst().score())
                .as("of the new one, which is complete")
                .isCloseTo(0.983, within(0.001));

        index.apply(embedding(4, "a-new", 1, 1, 0, 0));
        assertThat(ids(index.similar(4, 10, _ -> true))).containsExactly(1, 2, 3);
    }

    @Test
    void anotherModelTakesOverThoughOnePaperIsRetiredAndTheTextOfAnotherIsRefused() {
        for (int id = 1; id <= 5; id++) {
            index.apply(embedding(id, "z-old", 1, 1, id));
        }
        index.live(4, false);
        index.apply(embedding(1, "a-new", 2, 1, 0));
        index.apply(embedding(2, "a-new", 2, 1, 1));
        index.apply(embedding(3, "a-new", 2));
        assertThat(index.papers()).isEqualTo(Map.of("z-old", 4, "a-new", 3));
        assertThat(index.similar(1, 10, _ -> true)).as("of the old model").hasSize(4);

        index.apply(embedding(5, "a-new", 2, 1, 2));

        assertThat(index.papers()).isEqualTo(Map.of("z-old", 4, "a-new", 4));
        assertThat(ids(index.similar(1, 10, _ -> true))).as("of the new one").containsExactly(2, 5);
        assertThat(ids(index.similar(3, 10, id -> id != 4)))
                .as("the former model knows the paper that the new one refuses")
                .containsExactly(5, 2, 1);

        index.live(4, true);
        assertThat(index.papers()).as("one that came back is to be embedded").isEqualTo(Map.of("z-old", 5, "a-new", 4));
        index.live(4, true);
        index.apply(embedding(4, "a-new", 3, 1, 3));
        assertThat(index.papers().get("a-new")).isEqualTo(5);
    }

    @Test
    void aModelThatCannotRunIsDoneWithNoPaper() {
        index.apply(embedding(1, "old", 1, 1, 0));
        index.apply(embedding(2, "old", 1, 1, 1));
        index.apply(embedding(2, "new", 1, 1, 1));
        index.apply(new EmbeddingEvent(
                1, "new", 1, 0, "", "", EmbeddingEvent.Basis.TITLE, Instant.EPOCH, "no native library"));

        assertThat(index.papers()).isEqualTo(Map.of("old", 2, "new", 1));
        assertThat(ids(index.similar(2, 10, _ -> true))).containsExactly(1);
    }

    @Test
    void whatWasKeptLongAgoIsNotSeenThoughTheChangesSinceAreForgotten() {
        ModelVectors vectors = new ModelVectors();
        Random random = new Random(7);
        Map<Integer, EmbeddingEvent> present = new HashMap<>();
        for (int version = 1; version <= 20_000; version++) {
            int id = 1 + random.nextInt(40);
            EmbeddingEvent event = embedding(id, "m", version, 1 + random.nextInt(4), random.nextInt(4), 1);
            vectors.apply(event);
            present.put(id, event);
            if (version % 997 == 0) {
                NeighbourIndex fresh = new NeighbourIndex();
                present.values().forEach(fresh::apply);
                int asked = 1 + version % 3;
                assertThat(vectors.similar(asked, 10, _ -> true)).isEqualTo(fresh.similar(asked, 10, _ -> true));
            }
        }

        assertThat(vectors.remembered()).isLessThan(3_000);
    }

    @Test
    void whateverCameChangedAndWentTheNearestAreThoseThatALookAtAllFinds() {
        Random random = new Random(3);
        Map<Integer, float[]> there = new HashMap<>();
        for (int version = 1; version <= 3000; version++) {
            int id = 1 + random.nextInt(200);
            if (random.nextInt(3) == 0) {
                index.apply(embedding(id, "m", version));
                there.remove(id);
            } else {
                float[] vector = new float[7];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = (float) random.nextGaussian();
                }
                index.apply(embedding(id, "m", version, vector));
                there.put(id, vector);
            }
        }

        assertThat(index.vectors()).isEqualTo(there.size());
        for (int id = 1; id <= 200; id++) {
            assertThat(index.contains(id)).isEqualTo(there.containsKey(id));
            List<Integer> expected = nearest(there, id);
            List<Neighbour> found = index.similar(id, 10, other -> other % 5 != 0);
            assertThat(found).hasSameSizeAs(expected);
            for (int place = 0; place < expected.size(); place++) {
                // Vectors of whole numbers tell four digits: two that are as alike may change places.
                assertThat(found.get(place).score())
                        .isCloseTo(cosine(there.get(id), there.get(expected.get(place))), within(1e-4))
                        .isCloseTo(
                                cosine(there.get(id), there.get(found.get(place).id())), within(1e-4));
            }
        }
    }

    private static List<Integer> nearest(Map<Integer, float[]> all, int id) {
        float[] own = all.get(id);
        return own == null
                ? List.of()
                : all.keySet().stream()
                        .filter(other -> other != id && other % 5 != 0)
                        .sorted(Comparator.comparingDouble(other -> -cosine(own, all.get(other))))
                        .limit(10)
                        .toList();
    }

    private static double cosine(float[] a, float[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void whoAsksWhilePapersComeAndGoGetsPapersThatWereThere() throws Exception {
        for (int id = 1; id <= 300; id++) {
            index.apply(embedding(id, "m", 1, id, 1, 1));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer = threads.submit(() -> {
                for (int version = 2; version < 300; version++) {
                    for (int id = 101; id <= 300; id += 7) {
                        if (version % 2 == 0) {
                            index.apply(embedding(id, "m", version));
                        } else {
                            index.apply(embedding(id, "m", version, id, 1, 1));
                        }
                    }
                }
            });
            while (!writer.isDone()) {
                assertThat(ids(index.similar(50, 400, _ -> true)))
                        .hasSizeBetween(270, 299)
                        .doesNotHaveDuplicates()
                        .contains(1, 100, 102)
                        .doesNotContain(50);
            }
            writer.get();
        }
    }

    /** Asked again and again while vectors come, change and go and papers come and go, it answers as if it had never answered before. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsKeptOfEarlierQuestionsIsNeverSeen(long seed) {
        Random random = new Random(seed);
        Map<Integer, EmbeddingEvent> present = new HashMap<>();
        Set<Integer> gone = new HashSet<>();
        for (int step = 1; step <= 1_500; step++) {
            int changed = 1 + random.nextInt(60);
            if (random.nextInt(4) == 0) {
                boolean _ = gone.remove(changed) || gone.add(changed);
            } else {
                EmbeddingEvent event = random.nextInt(6) == 0
                        ? embedding(changed, "m", step)
                        : embedding(changed, "m", step, 1 + random.nextInt(4), random.nextInt(4), random.nextInt(4));
                index.apply(event);
                present.put(changed, event);
            }
            // So what was found ahead is never seen either.
            for (int i = random.nextInt(8); i == 0; i = random.nextInt(4)) {
                boolean _ = index.findSome();
            }
            int asked = 1 + random.nextInt(12);
            NeighbourIndex fresh = new NeighbourIndex();
            present.values().forEach(fresh::apply);
            assertThat(index.similar(asked, 14, id -> !gone.contains(id)))
                    .as("step " + step)
                    .isEqualTo(fresh.similar(asked, 14, id -> !gone.contains(id)));
            assertThat(fresh.similar(asked, 14, id -> !gone.contains(id)))
                    .as("step " + step)
                    .isEqualTo(fresh.similar(asked, 60, id -> !gone.contains(id)).stream()
                            .limit(14)
                            .toList());
        }
    }

    /** While vectors come, change and go, some ask and one finds ahead, all at once; then what is kept is what a look at all finds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whoAsksAndWhoFindsAheadDoNotKeepWhatTheOtherHasSeenMoreOf(long seed) throws Exception {
        for (int round = 1; round <= 30; round++) {
            NeighbourIndex busy = new NeighbourIndex();
            Map<Integer, EmbeddingEvent> present = new HashMap<>();
            Random random = new Random(seed * 100 + round);
            try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
                Future<?> writer = threads.submit(() -> {
                    for (int step = 1; step <= 5_000; step++) {
                        int changed = 1 + random.nextInt(90);
                        EmbeddingEvent event = random.nextInt(6) == 0
                                ? embedding(changed, "m", step)
                                : embedding(
                                        changed,
                                        "m",
                                        step,
                                        1 + random.nextInt(9),
                                        random.nextInt(9),
                                        random.nextInt(9));
                        busy.apply(event);
                        present.put(changed, event);
                    }
                });
                Future<?> finder = threads.submit(() -> {
                    for (int i = 1; !writer.isDone(); i++) {
                        boolean _ = busy.findSome();
                        if (i % 100 == 0) {
                            Thread.sleep(2); // so that changes are forgotten meanwhile
                        }
                    }
                    return null;
                });
                Future<?> asker = threads.submit(() -> {
                    Random asked = new Random(seed);
                    while (!writer.isDone()) {
                        busy.similar(1 + asked.nextInt(90), 14, _ -> true);
                    }
                });
                writer.get();
                finder.get();
                asker.get();
            }
            NeighbourIndex fresh = new NeighbourIndex();
            present.values().forEach(fresh::apply);
            for (int i = 0; i < 2; i++) {
                for (int id = 1; id <= 90; id++) {
                    assertThat(busy.similar(id, 14, _ -> true))
                            .as("round %d, paper %d", round, id)
                            .isEqualTo(fresh.similar(id, 14, _ -> true));
                }
                findAll(busy);
            }
        }
    }

    @Test
    void whatCameIsAmongWhatIsLikeOthersBeforeAnybodyAsksForThose() {
        for (int id = 1; id <= 40; id++) {
            index.apply(at(id, 1, id));
        }
        findAll(index);
        index.apply(at(41, 1, 20.4));
        index.apply(at(3, 2, 20.2));
        index.apply(embedding(19, "m", 2));
        findAll(index);

        assertThat(index.found()).as("with those who lost one").isEqualTo(40);
        assertThat(ids(index.similar(20, 3, _ -> true))).containsExactly(3, 41, 21);
        assertThat(ids(index.similar(4, 1, _ -> true))).containsExactly(5);
    }

    @Test
    void whatWasForgottenBeforeItWasGoneThroughIsNotTakenForSeen() {
        for (int id = 1; id <= 40; id++) {
            index.apply(at(id, 1, id));
        }
        findAll(index);
        index.apply(at(3, 2, 20.2));
        for (int version = 1; version <= 2_200; version++) {
            // So that nothing is left of what is gone through first.
            int passing = 100 + version;
            index.apply(at(passing, 1, 1));
            index.apply(embedding(passing, "m", 2));
        }
        findAll(index);

        assertThat(ids(index.similar(20, 1, _ -> true))).containsExactly(3);
    }

    @Test
    void aNeighbourThatChangedAndIsOneStillIsInItsNewPlace() {
        for (int id = 1; id <= 60; id++) {
            index.apply(at(id, 1, id));
        }
        findAll(index);
        index.apply(at(28, 2, 31.2));
        index.apply(at(32, 2, 55));
        findAll(index);

        assertThat(ids(index.similar(30, 4, _ -> true))).containsExactly(31, 29, 28, 27);
    }

    /** Until nothing is left to be gone through. */
    private static void findAll(NeighbourIndex index) {
        boolean more = true;
        while (more) {
            more = index.findSome();
        }
    }

    /** A paper somewhere on an arc: the nearer two places, the more alike. */
    private static EmbeddingEvent at(int id, long version, double place) {
        return embedding(id, "m", version, (float) Math.cos(place / 20), (float) Math.sin(place / 20));
    }

    @Test
    void whatComesAfterEarlierChangesWereForgottenIsFoundAheadAsWell() {
        int many = 5_000;
        for (int version = 1; version <= many; version++) {
            index.apply(embedding(1 + version % 10, "m", version, version, 1, 1));
            boolean _ = index.findSome();
        }
        assertThat(index.found()).isEqualTo(10);

        index.apply(embedding(11, "m", 1, 1, 1, 1));
        boolean _ = index.findSome();

        assertThat(index.changes()).as("none is forgotten in the count").isEqualTo(many + 1L);
        assertThat(index.found()).isEqualTo(11);
    }

    @Test
    void allAreFoundAheadOnceVectorsComeByTheThousandNoMore() {
        FoundAhead ahead = new FoundAhead(index, new SimpleMeterRegistry());
        ahead.start();
        try {
            for (int id = 1; id <= 500; id++) {
                index.apply(embedding(id, "m", 1, id, 1, 1));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> index.found() == 500);
            index.apply(embedding(501, "m", 1, 501, 1, 1));
            await().atMost(Duration.ofSeconds(60)).until(() -> index.found() == 501);
            index.apply(embedding(501, "m", 2, 1, 1, 1));
            assertThat(index.similar(501, 1, _ -> true).getFirst().id()).isEqualTo(1);
        } finally {
            ahead.stop();
        }
        assertThat(ahead.isRunning()).isFalse();
    }

    @Test
    void aRoundThatFailsIsCountedAndTriedAgain() {
        MeterRegistry meters = new SimpleMeterRegistry();
        index.apply(embedding(1, "m", 1, 1, 1, 1));
        AtomicInteger failing = new AtomicInteger(2);
        FoundAhead ahead = new FoundAhead(
                index::changes,
                () -> {
                    if (failing.getAndDecrement() > 0) {
                        throw new IllegalStateException("a fault");
                    }
                    return index.findSome();
                },
                meters);
        ahead.start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> index.found() == 1);
        } finally {
            ahead.stop();
        }
        assertThat(meters.get("citestream.neighbours.ahead.failures").counter().count())
                .isEqualTo(2);
    }

    private static List<Integer> ids(List<NeighbourIndex.Neighbour> neighbours) {
        return neighbours.stream().map(NeighbourIndex.Neighbour::id).toList();
    }

    private static EmbeddingEvent embedding(int id, String model, long version, float... vector) {
        return new EmbeddingEvent(
                id,
                model,
                version,
                vector.length,
                EmbeddingEvent.encode(vector),
                "hash",
                EmbeddingEvent.Basis.TITLE,
                Instant.EPOCH);
    }
}
