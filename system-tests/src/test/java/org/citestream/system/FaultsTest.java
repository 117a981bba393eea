package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.citestream.benchmarks.faults.Cluster;
import org.citestream.benchmarks.faults.FaultRun;
import org.citestream.benchmarks.faults.History;
import org.citestream.benchmarks.faults.Launcher;
import org.citestream.benchmarks.faults.Schedule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./bench faults}: ten seeds, one after the other in one cluster. */
@Tag("slow")
class FaultsTest {

    private static final int SEEDS = 10;

    @TempDir
    Path directory;

    @Test
    void nothingAcknowledgedIsLostOrDoubledWhateverIsKilledPausedCutOffOrFilledUp() throws Exception {
        History history = new History();
        try (Cluster cluster = Cluster.start(directory, Launcher.plain())) {
            for (long seed = 1; seed <= SEEDS; seed++) {
                FaultRun.Result result = FaultRun.run(cluster, Schedule.of(seed), history);
                assertThat(result.violations())
                        .as("seed %d: %s", seed, result.schedule())
                        .isEmpty();
                assertThat(result.acknowledged()).as("seed %d", seed).isPositive();
            }
        }
    }
}
