package org.citestream.benchmarks.product;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.citestream.benchmarks.generated.GeneratedProceedings;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What it costs to be observed: the same papers are submitted to the whole product with metrics and tracing as they are by default, without either, and with every record traced, by
 * turns, each in a process of its own that has handled others before; what is traced goes to a far side that takes it. The processor time counts beside the time by the clock, since
 * it is told from other work. Then how long a scrape of each service takes with {@value #MANY} papers.
 */
public final class ObserveMeasurement implements Measurement {

    private static final int PAPERS = 6_000;
    private static final int BEFORE = 1_500;
    private static final int MANY = 100_000;
    private static final int IN_A_REQUEST = 5_000;
    private static final int TURNS = 3;
    private static final int SCRAPES = 20;
    private static final int HEAP_MEGABYTES = 2048;
    private static final double GOAL = 0.95;
    private static final double LONGEST_SCRAPE_MILLIS = 100;
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final long BETWEEN_LOOKS_MILLIS = 200;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, String> SERVICES = new TreeMap<>(Map.of(
            "query-gateway",
            "",
            "ingest-service",
            "/ingest",
            "summary-service",
            "/summary",
            "ranking-service",
            "/ranking"));

    /** How much is observed. */
    private enum Observed {
        NOTHING,
        AS_BY_DEFAULT,
        EVERY_RECORD_TRACED;

        List<String> options(String spansTo) {
            return switch (this) {
                case NOTHING ->
                    List.of(
                            "-Dmanagement.metrics.enable.all=false",
                            "-Dmanagement.tracing.sampling.probability=0",
                            "-Dmanagement.tracing.export.enabled=false");
                case AS_BY_DEFAULT -> List.of("-Dmanagement.opentelemetry.tracing.export.otlp.endpoint=" + spansTo);
                case EVERY_RECORD_TRACED ->
                    List.of(
                            "-Dmanagement.opentelemetry.tracing.export.otlp.endpoint=" + spansTo,
                            "-Dmanagement.tracing.sampling.probability=1");
            };
        }
    }

    /** What it took until the papers had passed every stage. */
    private record Turn(double seconds, double processorSeconds) {}

    @Override
    public String name() {
        return "observe";
    }

    @Override
    public String measures() {
        return "the cost of metrics and tracing, and scrapes";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        Path work = Files.createTempDirectory("citestream-observe");
        try (SpansTaken spans = SpansTaken.start()) {
            Map<Observed, List<Turn>> turns = new EnumMap<>(Observed.class);
            long ofDefault = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                for (Observed observed : Observed.values()) {
                    long before = spans.bytes();
                    turns.computeIfAbsent(observed, _ -> new ArrayList<>())
                            .add(handled(work.resolve(observed + "-" + turn), observed.options(spans.endpoint())));
                    boolean exported = spans.bytes() > before;
                    if (exported == (observed == Observed.NOTHING)) {
                        throw new IOException("With %s observed %d bytes of spans were exported"
                                .formatted(observed, spans.bytes() - before));
                    }
                    ofDefault += observed == Observed.AS_BY_DEFAULT ? spans.bytes() - before : 0;
                }
            }
            List<Row> rows = new ArrayList<>();
            rows.addAll(compared(turns, Observed.AS_BY_DEFAULT, "one record in a hundred traced", true));
            rows.addAll(compared(turns, Observed.EVERY_RECORD_TRACED, "every record traced", false));
            rows.add(Row.of("observe: spans exported by OTLP, one record in a hundred", ofDefault / 1e3 / TURNS, "kB"));
            rows.addAll(scrapes(work.resolve("many")));
            return rows;
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    private static List<Row> compared(Map<Observed, List<Turn>> turns, Observed observed, String how, boolean isGoal) {
        List<Row> rows = new ArrayList<>();
        for (boolean processor : List.of(false, true)) {
            String name = "observe: papers through all stages, metrics and %s, %s"
                    .formatted(how, processor ? "by processor time" : "by the clock");
            double rate = PAPERS / least(turns.getOrDefault(observed, List.of()), processor);
            double unobserved = PAPERS / least(turns.getOrDefault(Observed.NOTHING, List.of()), processor);
            rows.add(
                    isGoal && !processor
                            ? Row.atLeast(name, rate, "papers/s", unobserved, GOAL)
                            : Row.of(name, rate, "papers/s", unobserved));
        }
        return rows;
    }

    private static double least(List<Turn> turns, boolean processor) {
        return turns.stream()
                .mapToDouble(turn -> processor ? turn.processorSeconds() : turn.seconds())
                .min()
                .orElseThrow();
    }

    private static Turn handled(Path directory, List<String> options) throws IOException, InterruptedException {
        try (ProductProcess product = start(directory, options)) {
            GeneratedProceedings proceedings = new GeneratedProceedings(BEFORE + PAPERS, 1);
            handle(product, proceedings, 0, BEFORE);
            double processor = product.processorSeconds();
            long begin = System.nanoTime();
            handle(product, proceedings, BEFORE, BEFORE + PAPERS);
            return new Turn((System.nanoTime() - begin) / 1e9, product.processorSeconds() - processor);
        }
    }

    private static List<Row> scrapes(Path directory) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (ProductProcess product = start(directory, List.of())) {
            handle(product, new GeneratedProceedings(MANY, 1), 0, MANY);
            for (Map.Entry<String, String> service : SERVICES.entrySet()) {
                double millis = scrape(product, service.getValue());
                rows.add(new Row(
                        String.format(Locale.ROOT, "observe: scrape of %s, %,d papers", service.getKey(), MANY),
                        millis,
                        "ms",
                        null,
                        null,
                        "≤ 100",
                        millis <= LONGEST_SCRAPE_MILLIS));
            }
        }
        return rows;
    }

    private static ProductProcess start(Path directory, List<String> options) throws IOException, InterruptedException {
        return ProductProcess.start(
                Files.createDirectories(directory), HEAP_MEGABYTES, false, List.of(), Ports.free(), options);
    }

    /** Submits papers, and returns when all there are have passed every stage. */
    private static void handle(ProductProcess product, GeneratedProceedings proceedings, int from, int to)
            throws IOException, InterruptedException {
        for (int first = from; first < to; first += IN_A_REQUEST) {
            int end = Math.min(to, first + IN_A_REQUEST);
            int accepted = product.submit(proceedings.papers().subList(first, end).stream()
                    .map(paper -> line(proceedings, paper))
                    .collect(Collectors.joining("\n")));
            if (accepted != end - first) {
                throw new IOException("%d of %d papers were accepted".formatted(accepted, end - first));
            }
        }
        long begin = System.nanoTime();
        while (!hasHandled(product, to)) {
            if (!product.isAlive() || System.nanoTime() - begin > LONGEST.toNanos()) {
                throw new IOException("Not all of %d papers passed every stage".formatted(to));
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    /** A product that is too busy to say is not there yet. */
    private static boolean hasHandled(ProductProcess product, int papers) throws IOException, InterruptedException {
        HttpResponse<String> answer = product.get("/api/v1/stats");
        JsonNode stats = JSON.readTree(answer.body());
        return answer.statusCode() == 200
                && stats.path("papers").asInt() == papers
                && stats.path("pending").asLong(-1) == 0;
    }

    /** None of its texts has to be escaped. */
    private static String line(GeneratedProceedings all, GeneratedProceedings.Paper paper) {
        return "{\"source\":\"dblp\",\"key\":\"%s\",\"title\":\"%s\",\"year\":%d,\"venue\":\"VLDB\",\"authors\":[%s],\"references\":[%s]}"
                .formatted(
                        paper.key(),
                        paper.title() + " " + paper.key().replaceAll("\\D", ""),
                        paper.year(),
                        paper.authors().stream().map(name -> '"' + name + '"').collect(Collectors.joining(",")),
                        paper.cites().stream()
                                .map(cited ->
                                        "\"dblp:" + all.papers().get(cited).key() + '"')
                                .collect(Collectors.joining(",")));
    }

    /** The longest of some scrapes but one, in milliseconds: that of a Prometheus is never the first. */
    private static double scrape(ProductProcess product, String service) throws IOException, InterruptedException {
        double[] millis = new double[SCRAPES];
        for (int i = 0; i < SCRAPES; i++) {
            long begin = System.nanoTime();
            HttpResponse<String> metrics = product.get(service + "/actuator/prometheus");
            millis[i] = (System.nanoTime() - begin) / 1e6;
            if (metrics.statusCode() != 200 || !metrics.body().contains("citestream_")) {
                throw new IOException("The scrape of '%s' holds no metric of ours".formatted(service));
            }
        }
        Arrays.sort(millis);
        return millis[SCRAPES - 2];
    }
}
