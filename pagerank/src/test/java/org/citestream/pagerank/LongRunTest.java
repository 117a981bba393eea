package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LongRunTest {

    @Test
    void afterAHundredThousandEventsScoresHaveNotDriftedFromAFullSolve() {
        assertNoDrift(100_000, 50);
    }

    @Test
    @Tag("slow")
    void afterTenMillionEventsScoresHaveNotDriftedFromAFullSolve() {
        assertNoDrift(10_000_000, 1000);
    }

    private static void assertNoDrift(int events, int eventsPerEpoch) {
        var history = new GraphHistory(new IncrementalPageRank());
        var random = new SplittableRandom(20261122);
        for (int event = 0; event < events; event++) {
            history.happen(random, 2000);
            if (event % eventsPerEpoch == 0) {
                history.pageRank.converge();
            }
        }
        history.pageRank.converge();
        FullSolve solve = history.pageRank.publish().solveFully(1e-12, 1);
        assertThat(solve.distanceTo(history.pageRank.publish())).isLessThan(1e-10);

        double drifted = history.pageRank.certify().errorBound();
        assertThat(drifted).isLessThan(1e-10);
        history.pageRank.converge();
        Certificate repaired = history.pageRank.certify();
        assertThat(repaired.largestResidual()).isLessThanOrEqualTo(1.1e-12);
        assertThat(repaired.errorBound()).isLessThan(2e-11);
        assertThat(repaired.papers()).isEqualTo(history.present().size());
        assertThat(repaired.citations()).isEqualTo(history.citations());
    }
}
