package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.citestream.benchmarks.faults.Cluster;
import org.citestream.benchmarks.faults.Fault;
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

    /** Which have every kind of fault between them, and those that once found something. */
    private static final List<Long> SEEDS = List.of(26L, 54L, 2L, 12L, 33L, 57L, 5L, 7L, 9L, 11L);

    @TempDir
    Path directory;

    @Test
    void nothingAcknowledgedIsLostOrDoubledWhateverIsKilledPausedCutOffOrFilledUp() throws Exception {
        assertThat(SEEDS.stream()
                        .flatMap(seed -> Schedule.of(seed).faults().stream())
                        .map(timed -> (Object) timed.fault().getClass()))
                .contains((Object[]) Fault.class.getPermittedSubclasses());
        boolean disksFill = Tools.mayMount(directory.resolve("mounted"));
        History history = new History();
        try (Cluster cluster = Cluster.start(directory, Launcher.plain())) {
            for (long seed : SEEDS) {
                FaultRun.Result result = FaultRun.run(cluster, Schedule.of(seed), history);
                assertThat(result.violations())
                        .as("seed %d: %s", seed, result.schedule())
                        .isEmpty();
                assertThat(result.acknowledged()).as("seed %d", seed).isPositive();
                assertThat(result.cleaned()).as("seed %d", seed).isPositive();
                if (disksFill) {
                    assertThat(result.leftOut()).as("seed %d", seed).isEmpty();
                }
            }
        }
    }
}
