package org.citestream.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.citestream.benchmarks.faults.FaultsMeasurement;
import org.citestream.benchmarks.fuzz.FuzzMeasurement;
import org.citestream.benchmarks.gateway.ApiMeasurement;
import org.citestream.benchmarks.gateway.NeighboursMeasurement;
import org.citestream.benchmarks.gateway.NginxMeasurement;
import org.citestream.benchmarks.gateway.PagesMeasurement;
import org.citestream.benchmarks.ingest.AcceptMeasurement;
import org.citestream.benchmarks.ingest.DblpMeasurement;
import org.citestream.benchmarks.ingest.IdentityMeasurement;
import org.citestream.benchmarks.ingest.ImportMeasurement;
import org.citestream.benchmarks.ingest.MatchingMeasurement;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.benchmarks.product.FreshnessMeasurement;
import org.citestream.benchmarks.product.ObserveMeasurement;
import org.citestream.benchmarks.product.StartMeasurement;
import org.citestream.benchmarks.ranking.PageRankMeasurement;
import org.citestream.benchmarks.ranking.RankingServiceMeasurement;
import org.citestream.benchmarks.ranking.WarmStartMeasurement;
import org.citestream.benchmarks.scale.ScaleMeasurement;
import org.citestream.benchmarks.soak.SoakMeasurement;
import org.citestream.benchmarks.summaries.EmbeddingsMeasurement;
import org.citestream.benchmarks.summaries.QueueMeasurement;
import org.citestream.benchmarks.summaries.SummariesMeasurement;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./bench}: lists the measurements, runs one or all, and prints a table. */
@Command(
        name = "bench",
        description = "Lists every measurement; runs the one that is named.",
        mixinStandardHelpOptions = true)
public final class Bench implements java.util.concurrent.Callable<Integer> {

    private static final List<Measurement> MEASUREMENTS = List.of(
            new ImportMeasurement(),
            new DblpMeasurement(),
            new AcceptMeasurement(),
            new IdentityMeasurement(),
            new MatchingMeasurement(),
            new FuzzMeasurement(),
            new FaultsMeasurement(),
            new SoakMeasurement(),
            new ScaleMeasurement(),
            new PageRankMeasurement(),
            new RankingServiceMeasurement(),
            new ApiMeasurement(),
            new PagesMeasurement(),
            new FreshnessMeasurement(),
            new SummariesMeasurement(),
            new QueueMeasurement(),
            new EmbeddingsMeasurement(),
            new NeighboursMeasurement(),
            new StartMeasurement(),
            new ObserveMeasurement(),
            new WarmStartMeasurement(),
            new NginxMeasurement());

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "What to measure; 'all' for everything.")
    @Nullable
    String name;

    @Option(names = "--file", paramLabel = "FILE", description = "Measure with this file instead of a generated one.")
    @Nullable
    Path file;

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description = "Measure matching on the labelled pairs of this file.")
    @Nullable
    Path pairs;

    @Option(names = "--minutes", paramLabel = "N", description = "How long a long proof goes on.")
    @Nullable
    Integer minutes;

    @Option(names = "--papers", paramLabel = "N", description = "How many papers the generated collection has.")
    @Nullable
    Integer papers;

    @Option(names = "--runs", paramLabel = "N", description = "How many runs a long proof makes.")
    @Nullable
    Integer runs;

    @Option(names = "--seed", paramLabel = "S", description = "With which seed they begin; else where the ledger ends.")
    @Nullable
    Long seed;

    @Option(names = "--large", description = "Measure at the largest size, where there is one; takes long.")
    boolean large;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the rows to this file as well.")
    @Nullable
    Path json;

    public static void main(String[] args) {
        // The table is for reading: what broker and store have to say is not.
        LoggingSystem.get(Bench.class.getClassLoader()).beforeInitialize();
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (name == null) {
            list();
            return 0;
        }
        List<Measurement> chosen = MEASUREMENTS.stream()
                .filter(each -> name.equals(each.name()) || (name.equals("all") && !each.isLongProof()))
                .toList();
        if (chosen.isEmpty()) {
            out.println("There is no measurement '" + name + "'; ./bench lists them.");
            return 2;
        }
        if (large && chosen.size() > 1) {
            out.println("--large goes with one measurement.");
            return 2;
        }
        if ((pairs != null || file != null) && chosen.size() > 1) {
            out.println("--pairs and --file go with one measurement.");
            return 2;
        }
        List<Row> rows = chosen.size() > 1
                ? new Suite(out).run(chosen.stream().map(Measurement::name).toList())
                : run(chosen.getFirst());
        print(rows);
        if (chosen.size() > 1) {
            Kept.write(rows, Measurement.home().resolve("docs/performance.md"));
        }
        if (json != null) {
            Files.write(
                    json,
                    JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsBytes(rows));
        }
        return rows.stream().anyMatch(row -> Boolean.FALSE.equals(row.holds())) ? 1 : 0;
    }

    private List<Row> run(Measurement each) throws Exception {
        if (large) {
            return each.runLarge();
        }
        if (pairs != null) {
            return each.runPairs(pairs);
        }
        if (papers != null) {
            return each.runPapers(papers);
        }
        if (runs != null || seed != null) {
            return each.runSeeds(runs == null ? 1 : runs, seed);
        }
        return minutes != null ? each.runFor(minutes) : each.run(file);
    }

    private void list() {
        MEASUREMENTS.forEach(each -> out.printf("  %-16s %s%n", each.name(), each.measures()));
        out.println(
                "\n./bench NAME [--file FILE] [--pairs FILE] [--minutes N] [--runs N] [--seed S] [--papers N] [--large] [--json FILE]; './bench all' runs all that are made.");
    }

    private void print(List<Row> rows) {
        out.printf(
                "Measured on %s %s, %d processors, Java %s%n%n",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"));
        out.printf(
                "%-52s %14s %-10s %14s %8s  %-14s %s%n",
                "name", "figure", "unit", "reference", "ratio", "goal", "holds");
        for (Row row : rows) {
            out.printf(
                    "%-52s %14s %-10s %14s %8s  %-14s %s%n",
                    row.name(),
                    Row.number(row.figure()),
                    row.unit(),
                    row.reference() == null ? "–" : Row.number(row.reference()),
                    row.ratio() == null ? "–" : String.format(Locale.ROOT, "%.3f", row.ratio()),
                    row.goal() == null ? "–" : row.goal(),
                    row.holds() == null ? "–" : row.holds() ? "yes" : "NO");
        }
    }
}
