package org.citestream.ranking.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.citestream.pagerank.FullSolve;
import org.citestream.pagerank.IncrementalPageRank;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankedCollectionLawsTest {

    private final IncrementalPageRank pageRank = new IncrementalPageRank();
    private final RankedCollection collection = new RankedCollection(pageRank, false);

    private @Nullable RankedEpoch last;

    private Map<Integer, Double> changes() {
        Map<Integer, Double> changes = new HashMap<>();
        RankedEpoch now = collection.converge();
        now.changedSince(last, changes::put);
        last = now;
        return changes;
    }

    @Test
    void manyChangesAndWithdrawalsLeaveTheScoresOfAFullSolve() {
        Random random = new Random(7);
        for (int version = 1; version <= 4000; version++) {
            int id = 1 + random.nextInt(200);
            if (random.nextBoolean()) {
                collection.paper(id, version, random.nextInt(6) != 0, 1970 + id % 40);
            } else {
                List<Integer> cited = random.ints(random.nextInt(12), 1, 201)
                        .distinct()
                        .boxed()
                        .toList();
                collection.references(id, version, cited, cited.subList(0, cited.size() / 4));
            }
            if (version % 100 == 0) {
                RankedEpoch epoch = collection.converge();
                FullSolve full = epoch.solveFully(1e-12);
                assertThat(epoch.distanceFrom(full))
                        .isLessThanOrEqualTo(epoch.certificate().errorBound() + full.errorBound());
            }
        }
    }

    @Test
    void aStaleOrRepeatedRecordChangesNothing() {
        collection.paper(1, 5, true, 2000);
        collection.paper(2, 5, true, 2001);
        collection.references(2, 5, List.of(1), List.of());
        collection.converge();
        changes();

        collection.paper(1, 4, false, 2000);
        collection.paper(1, 5, false, 2000);
        collection.references(2, 4, List.of(), List.of());
        collection.references(2, 5, List.of(), List.of());

        assertThat(collection.converge().certificate().citations()).isEqualTo(1);
        assertThat(changes()).isEmpty();
    }

    @Test
    void referencesToAnIdThatCannotBeAreRefusedAndChangeNothing() {
        collection.paper(2, 1, true, 2001);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> collection.references(2, 1, List.of(1, -7), List.of()))
                .withMessageContaining("-7");

        collection.references(2, 1, List.of(1), List.of());
        collection.paper(1, 1, true, 2000);
        assertThat(collection.converge().certificate().citations()).isEqualTo(1);
    }

    @Test
    void aCitationOfAnUnseenPaperThatIsTakenBackNeverCounts() {
        collection.paper(2, 1, true, 2001);
        collection.references(2, 1, List.of(1), List.of());
        collection.references(2, 2, List.of(), List.of());
        collection.paper(1, 1, true, 2000);

        assertThat(collection.converge().certificate().citations()).isZero();
    }

    @Test
    void anEmptyCollectionHasNothingToTell() {
        assertThat(collection.converge().certificate().papers()).isZero();
        assertThat(changes()).isEmpty();
    }

    @Test
    void aSavedCollectionGoesOnAsTheOneItWasSavedFrom(@TempDir Path directory) throws IOException {
        Random random = new Random(11);
        tell(collection, random, 1, 1500);
        collection.converge();
        RankedCollection.Saved saved = collection.freeze();
        Path file = directory.resolve("ranking");
        saved.to(file, out -> out.writeUTF("position 7"));
        String[] positions = new String[1];
        RankedCollection loaded = RankedCollection.load(file, false, in -> positions[0] = in.readUTF());
        assertThat(positions).containsExactly("position 7");

        tell(collection, new Random(12), 1400, 2500);
        tell(loaded, new Random(12), 1400, 2500);

        Map<Integer, Double> expected = new HashMap<>();
        collection.converge().changedSince(null, expected::put);
        Map<Integer, Double> scores = new HashMap<>();
        loaded.converge().changedSince(null, scores::put);
        assertThat(scores).isEqualTo(expected).isNotEmpty();
        assertThat(loaded.converge().certificate().citations())
                .isEqualTo(collection.converge().certificate().citations());
    }

    private static void tell(RankedCollection collection, Random random, int fromVersion, int toVersion) {
        for (int version = fromVersion; version < toVersion; version++) {
            int id = 1 + random.nextInt(300);
            if (random.nextInt(3) == 0) {
                collection.paper(id, version, random.nextInt(6) != 0, 1970 + id % 40);
            } else {
                List<Integer> cited = random.ints(random.nextInt(12), 1, 301)
                        .distinct()
                        .boxed()
                        .toList();
                collection.references(id, version, cited, List.of());
            }
        }
    }
}
