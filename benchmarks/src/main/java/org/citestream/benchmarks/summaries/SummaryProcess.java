package org.citestream.benchmarks.summaries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.citestream.benchmarks.product.JavaCommand;
import org.citestream.benchmarks.product.Ports;
import org.citestream.benchmarks.product.StartedProcess;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;

/** A summary service in a process of its own with 256 MB of heap, and what {@code CITESTREAM_MEASURED_OPTIONS} adds, such as a recording. */
final class SummaryProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final StartedProcess process;

    private SummaryProcess(StartedProcess process) {
        this.process = process;
    }

    /** Returns when it answers. */
    static SummaryProcess start(EmbeddedBroker broker, EmbeddedStore store, Path log, String... settings)
            throws Exception {
        int port = Ports.free();
        // else compilers' threads end, and what they did is counted as others'
        List<String> options = new ArrayList<>(List.of("-XX:-UseDynamicNumberOfCompilerThreads"));
        options.addAll(List.of(System.getenv()
                        .getOrDefault("CITESTREAM_MEASURED_OPTIONS", "")
                        .split(" ", -1))
                .stream()
                .filter(option -> !option.isEmpty())
                .toList());
        List<String> command = new ArrayList<>(JavaCommand.of("256m", options));
        command.addAll(List.of(
                "org.citestream.summary.SummaryServiceApplication",
                "--spring.config.name=summary-service",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--spring.mongodb.uri=" + store.connectionString() + "/summary",
                "--server.port=" + port));
        command.addAll(List.of(settings));
        StartedProcess process = StartedProcess.start(command, Map.of(), log);
        process.awaitAnswer("http://127.0.0.1:" + port + "/actuator/health", LONGEST_START);
        return new SummaryProcess(process);
    }

    /** Processor time until now, of all threads, also those that ended. */
    double processorSeconds() {
        return process.processorSeconds();
    }

    /**
     * Processor time until now of those threads that are there and whose names, as far as the system keeps them, match; NaN where the
     * system does not tell.
     */
    double processorSeconds(Predicate<String> name) throws IOException {
        Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.exists(tasks)) {
            return Double.NaN;
        }
        double seconds = 0;
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                try {
                    if (name.test(Files.readString(thread.resolve("comm")).strip())) {
                        String ran =
                                Files.readString(thread.resolve("schedstat")).split(" ")[0];
                        seconds += Long.parseLong(ran) / 1e9;
                    }
                } catch (NoSuchFileException _) {
                    // ended meanwhile
                }
            }
        }
        return seconds;
    }

    /** The most memory that was resident until now, in megabytes; NaN where the system does not tell. */
    double mostResidentMegabytes() throws IOException {
        return process.megabytes("VmHWM");
    }

    @Override
    public void close() {
        process.close();
    }
}
