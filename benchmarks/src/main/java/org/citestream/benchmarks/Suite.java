package org.citestream.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.citestream.benchmarks.gateway.GatewayProcess;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.benchmarks.product.JavaCommand;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every measurement, one after the other, each in a process of its own with the heap that suits it and a time within which it has to
 * end. What fails or takes too long is a row that says so, and the others go on.
 */
final class Suite {

    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final Duration ALTOGETHER = Duration.ofMinutes(38);
    private static final String HEAP = "2g";

    /** Where what is measured needs more. */
    private static final Map<String, String> HEAPS = Map.of("ranking-service", "4g", "pagerank", "6g");

    /** As the image runs what is measured. */
    private static final Map<String, List<String>> OPTIONS =
            Map.of("api", GatewayProcess.COLLECTOR, "nginx", GatewayProcess.COLLECTOR);

    /** What takes minutes comes last, so that where time runs out it is not everything else that is missing. */
    private static final List<String> LAST =
            List.of("pagerank", "identity", "ranking-service", "observe", "start", "pages");

    private final PrintStream out;
    private final long begun = System.nanoTime();

    Suite(PrintStream out) {
        this.out = out;
    }

    List<Row> run(List<String> names) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (String name :
                names.stream().sorted(Comparator.comparingInt(LAST::indexOf)).toList()) {
            Duration left = ALTOGETHER.minusNanos(System.nanoTime() - begun);
            if (left.isNegative()) {
                rows.add(Row.skipped(name, "the measurements before it took the time; run ./bench " + name));
                continue;
            }
            out.printf("%s …%n", name);
            long start = System.nanoTime();
            rows.addAll(run(name, left.compareTo(LONGEST) < 0 ? left : LONGEST));
            out.printf("%s took %d s%n", name, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        }
        return rows;
    }

    private static List<Row> run(String name, Duration longest) throws IOException, InterruptedException {
        Path rows = Files.createTempFile("bench-" + name, ".json");
        Path said = Files.createTempFile("bench-" + name, ".log");
        try {
            Process process = new ProcessBuilder(command(name, rows))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            boolean ended;
            try {
                ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            if (!ended) {
                return List.of(Row.failed(name, "not done after " + longest.toSeconds() + " s"));
            }
            if (Files.size(rows) == 0) {
                return List.of(Row.failed(name, why(Files.readString(said), process.exitValue())));
            }
            return Arrays.asList(JsonMapper.shared().readValue(rows, Row[].class));
        } finally {
            Files.deleteIfExists(rows);
            Files.deleteIfExists(said);
        }
    }

    private static List<String> command(String name, Path rows) {
        List<String> options = new ArrayList<>(OPTIONS.getOrDefault(name, List.of()));
        options.add("-Dcitestream.home=" + Measurement.home());
        List<String> command = new ArrayList<>(JavaCommand.of(HEAPS.getOrDefault(name, HEAP), options));
        command.addAll(List.of(Bench.class.getName(), name, "--json", rows.toString()));
        return command;
    }

    /** The last line that names an error, or else the last line. */
    private static String why(String said, int code) {
        List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.matches("(Caused by: )?[a-zA-Z_$.0-9]+(Exception|Error)(:.*)?"))
                .reduce((_, last) -> last)
                .or(() -> lines.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(lines.getLast()))
                .map(line -> line.length() > 160 ? line.substring(0, 160) + "…" : line)
                .orElse("it ended with " + code + " without a word");
    }
}
