package org.citestream.ranking.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.citestream.pagerank.Certificate;
import org.citestream.pagerank.FullSolve;
import org.citestream.pagerank.IncrementalPageRank;
import org.junit.jupiter.api.Test;

class RankedCollectionLawsTest {

    private final IncrementalPageRank pageRank = new IncrementalPageRank();
    private final RankedCollection collection = new RankedCollection(pageRank, false);

    private Map<Integer, Double> changes() {
        Map<Integer, Double> changes = new HashMap<>();
        collection.drainChanged(changes::put);
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
                Certificate certificate = collection.converge();
                FullSolve full = pageRank.publish().solveFully(1e-12, 1);
                assertThat(full.distanceTo(pageRank.publish()))
                        .isLessThanOrEqualTo(certificate.errorBound() + full.errorBound());
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

        assertThat(collection.converge().citations()).isEqualTo(1);
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
        assertThat(collection.converge().citations()).isEqualTo(1);
    }

    @Test
    void aCitationOfAnUnseenPaperThatIsTakenBackNeverCounts() {
        collection.paper(2, 1, true, 2001);
        collection.references(2, 1, List.of(1), List.of());
        collection.references(2, 2, List.of(), List.of());
        collection.paper(1, 1, true, 2000);

        assertThat(collection.converge().citations()).isZero();
    }

    @Test
    void anEmptyCollectionHasNothingToTell() {
        assertThat(collection.converge().papers()).isZero();
        assertThat(changes()).isEmpty();
    }
}
