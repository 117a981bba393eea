package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.citestream.benchmarks.measuring.LongProof;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Seeded runs of faults under load, each noted in {@code docs/faults.md}; without a seed it goes on with the first that
 * is not proved. Some runs share a cluster, whose collection grows; after one that found something a new cluster is
 * started, and history and logs are kept.
 */
public final class FaultsMeasurement extends LongProof {

    private static final int RUNS = 10;
    private static final int RUNS_A_CLUSTER = 8;
    private static final int LONGEST_LINE = 2000;

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public String measures() {
        return "the long proof: nothing lost, nothing doubled (--runs, --seed)";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        return runSeeds(RUNS, null);
    }

    @Override
    public List<Row> runSeeds(int runs, @Nullable Long from) throws Exception {
        Path work = Files.createDirectories(work());
        Launcher launcher = Launcher.fromImage(Measurement.home(), work.resolve("image"));
        FaultLedger ledger = new FaultLedger(ledger("faults.md"), commit());
        int failed = 0;
        int done = 0;
        int embeddedAgain = 0;
        double seconds = 0;
        while (done < runs) {
            long first = from == null ? ledger.nextSeed() : from + done;
            Path directory = work.resolve("seed-" + first);
            FileSystemUtils.deleteRecursively(directory);
            Files.createDirectories(directory);
            boolean sound = true;
            boolean ended = false;
            History history = new History();
            try (Cluster cluster = Cluster.start(directory, launcher)) {
                for (int i = 0; sound && i < RUNS_A_CLUSTER && done < runs; i++, done++) {
                    Schedule schedule = Schedule.of(i == 0 ? first : from == null ? ledger.nextSeed() : from + done);
                    FaultRun.Result result = FaultRun.run(cluster, schedule, history);
                    sound = result.violations().isEmpty();
                    out.println(ledger.add(result, i == 0 ? null : first));
                    seconds += Double.isNaN(result.seconds()) ? 0 : result.seconds();
                    failed += sound ? 0 : 1;
                    result.violations().stream()
                            .map(each -> "    " + each)
                            .forEach(each -> out.println(
                                    each.length() > LONGEST_LINE ? each.substring(0, LONGEST_LINE) + "…" : each));
                }
                embeddedAgain += cluster.model().embeddedAgain();
                ended = true;
            } finally {
                keep(directory, history, sound && ended);
            }
        }
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("faults: runs", done, "runs", null, null, null, null));
        rows.add(new Row("faults: runs that found something", failed, "runs", null, null, "0", failed == 0));
        rows.add(Row.of("faults: until nothing was pending", seconds / done, "s"));
        rows.add(Row.of("faults: texts embedded again", embeddedAgain, "times"));
        return rows;
    }

    /** Keeps what is needed to look for a cause, and nothing where there is none. */
    private static void keep(Path directory, History history, boolean sound) throws IOException {
        if (sound) {
            FileSystemUtils.deleteRecursively(directory);
            return;
        }
        try (Stream<String> lines = history.entries().stream().map(Object::toString)) {
            Files.write(directory.resolve("history.txt"), (Iterable<String>) lines::iterator);
        }
    }
}
