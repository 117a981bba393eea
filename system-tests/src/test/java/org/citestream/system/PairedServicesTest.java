package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.citestream.benchmarks.faults.Cluster;
import org.citestream.benchmarks.faults.Launcher;
import org.citestream.benchmarks.faults.PairedRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two of everything. */
@Tag("slow")
class PairedServicesTest {

    private static final Duration LONGEST_HAND_OVER = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void twoInstancesOfEachServiceGiveTheSameResultWhileAThirdComesAndOneLeavesAndOneRankingTakesOverFromTheOther()
            throws Exception {
        try (Cluster cluster = Cluster.start(directory, Launcher.plain())) {
            PairedRun.Result result = PairedRun.run(cluster, 1);
            System.out.printf(
                    "PAIRED: %d papers; an epoch of the other could be read %.1f s after one fell silent, and %.1f s after one was killed, and a new paper was ranked after %.1f s%n",
                    result.papers(),
                    result.fromSilent().toMillis() / 1e3,
                    result.fromKilled().toMillis() / 1e3,
                    result.ranked().toMillis() / 1e3);
            assertThat(result.violations()).isEmpty();
            assertThat(result.papers()).isPositive();
            assertThat(result.fromSilent()).isLessThan(LONGEST_HAND_OVER);
            assertThat(result.fromKilled()).isLessThan(LONGEST_HAND_OVER);
        }
    }
}
