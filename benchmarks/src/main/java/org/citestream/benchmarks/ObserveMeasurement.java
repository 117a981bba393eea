package org.citestream.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What it costs to be observed: the same generated proceedings are imported by the whole product with metrics and tracing as they are, and without
 * either, by turns, each in a process of its own; and how long a scrape of each service takes then. The processor time of an import counts beside the
 * time by the clock, since it is told from other work.
 */
final class ObserveMeasurement implements Measurement {

    private static final int PAPERS = 4_000;
    private static final int TURNS = 2;
    private static final int SCRAPES = 20;
    private static final double GOAL = 0.95;
    private static final double LONGEST_SCRAPE_MILLIS = 100;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final long BETWEEN_LOOKS_MILLIS = 100;
    private static final List<String> OFF = List.of(
            "-Dmanagement.metrics.enable.all=false",
            "-Dmanagement.tracing.sampling.probability=0",
            "-Dmanagement.tracing.export.enabled=false");
    private static final Map<String, String> SERVICES = new TreeMap<>(Map.of(
            "query-gateway",
            "",
            "ingest-service",
            "/ingest",
            "summary-service",
            "/summary",
            "ranking-service",
            "/ranking"));

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String name() {
        return "observe";
    }

    @Override
    public String measures() {
        return "the cost of metrics and tracing, and scrapes";
    }

    /** One import. */
    private record Turn(double seconds, double processorSeconds) {}

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        Path work = Files.createTempDirectory("citestream-observe");
        try {
            Path source = file != null
                    ? file.toAbsolutePath()
                    : new GeneratedProceedings(PAPERS, 1).write(work.resolve("proceedings.xml.gz"), false);
            Map<String, Double> scrapes = new TreeMap<>();
            List<Turn> on = new ArrayList<>();
            List<Turn> off = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                off.add(imported(source, work.resolve("off" + turn), OFF, null));
                on.add(imported(source, work.resolve("on" + turn), List.of(), scrapes));
            }
            List<Row> rows = new ArrayList<>();
            rows.add(Row.of("observe: import, by the clock", 1 / least(on, false), "imports/s", 1 / least(off, false)));
            rows.add(Row.atLeast(
                    "observe: import, by processor time",
                    1 / least(on, true),
                    "imports/s",
                    1 / least(off, true),
                    GOAL));
            scrapes.forEach((service, millis) -> rows.add(new Row(
                    "observe: scrape of " + service,
                    millis,
                    "ms",
                    null,
                    null,
                    "≤ 100",
                    millis <= LONGEST_SCRAPE_MILLIS)));
            return rows;
        } finally {
            ImportMeasurement.delete(work);
        }
    }

    private static double least(List<Turn> turns, boolean ofProcessors) {
        return turns.stream()
                .mapToDouble(turn -> ofProcessors ? turn.processorSeconds() : turn.seconds())
                .min()
                .orElseThrow();
    }

    private static Turn imported(Path file, Path data, List<String> options, @Nullable Map<String, Double> scrapes)
            throws Exception {
        int port = ImportMeasurement.freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dcitestream.embeddings.enabled=false"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "org.citestream.standalone.Quickstart",
                "--no-sample",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port),
                "--import",
                file.toString()));
        Path log = data.resolveSibling(data.getFileName() + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            long begin = System.nanoTime();
            while (!Files.readString(log).contains("Started in")) {
                await(process, begin, log);
            }
            long started = System.nanoTime();
            double before = processorSeconds(process);
            while (!isDone(http, port)) {
                await(process, begin, log);
            }
            Turn turn = new Turn((System.nanoTime() - started) / 1e9, processorSeconds(process) - before);
            if (scrapes != null) {
                for (Map.Entry<String, String> service : SERVICES.entrySet()) {
                    scrapes.put(service.getKey(), scrape(http, port, service.getValue()));
                }
            }
            return turn;
        } finally {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static void await(Process process, long begin, Path log) throws IOException, InterruptedException {
        if (!process.isAlive() || System.nanoTime() - begin > LONGEST.toNanos()) {
            throw new IOException("The import did not come to its end:\n" + Files.readString(log));
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
    }

    private static double processorSeconds(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    private static boolean isDone(HttpClient http, int port) throws IOException, InterruptedException {
        return JSON.readTree(get(http, port, "/api/v1/imports"))
                        .path("imports")
                        .valueStream()
                        .allMatch(
                                each -> !each.path("state").asString("RUNNING").equals("RUNNING"))
                && JSON.readTree(get(http, port, "/api/v1/stats"))
                                .path("pending")
                                .asLong(-1)
                        == 0;
    }

    /** The median of some scrapes, in milliseconds. */
    private static double scrape(HttpClient http, int port, String service) throws IOException, InterruptedException {
        double[] millis = new double[SCRAPES];
        for (int i = 0; i < SCRAPES; i++) {
            long begin = System.nanoTime();
            String metrics = get(http, port, service + "/actuator/prometheus");
            millis[i] = (System.nanoTime() - begin) / 1e6;
            if (!metrics.contains("citestream_")) {
                throw new IOException(String.format(Locale.ROOT, "The scrape of %s holds no metric of ours", service));
            }
        }
        Arrays.sort(millis);
        return millis[SCRAPES / 2];
    }

    private static String get(HttpClient http, int port, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " is answered with " + answer.statusCode());
        }
        return answer.body();
    }
}
