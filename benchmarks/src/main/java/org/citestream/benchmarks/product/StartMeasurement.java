package org.citestream.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The start of the whole product on data that is there already, from its process to its first answer, with the ahead-of-time cache that
 * {@code operations/image/prepare} makes and without it, by turns; and of each service alone with it, to its readiness, beside a broker
 * and a store that run.
 */
public final class StartMeasurement implements Measurement {

    private static final int TURNS = 3;
    private static final double GOAL_RATIO = 0.45;
    private static final double GOAL_SECONDS = 4;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final List<String> SERVICES =
            List.of("ingest-service", "summary-service", "ranking-service", "query-gateway");

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String measures() {
        return "start-up with and without the ahead-of-time cache";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        Path work = Files.createTempDirectory("citestream-start");
        try {
            Path image = work.resolve("image");
            ProductImage.make(Measurement.home(), image);
            Path data = work.resolve("data");
            List<String> product = List.of("standalone", "--no-sample", "--data", data.toString());
            int port = Ports.free();
            timed(image, product, Map.of(), port, "/api/v1/stats");
            double[] plain = new double[TURNS];
            double[] cached = new double[TURNS];
            for (int turn = 0; turn < TURNS; turn++) {
                // What the environment sets last wins: the cache is named, and then switched off.
                plain[turn] = timed(image, product, Map.of("JAVA_OPTIONS", "-XX:AOTMode=off"), port, "/api/v1/stats");
                cached[turn] = timed(image, product, Map.of(), port, "/api/v1/stats");
            }
            List<Row> rows = new ArrayList<>();
            double without = median(plain);
            double with = median(cached);
            rows.add(Row.of("start: whole product, without the cache", without, "s"));
            rows.add(new Row(
                    "start: whole product, with the cache",
                    with,
                    "s",
                    without,
                    with / without,
                    "ratio ≤ " + GOAL_RATIO,
                    with / without <= GOAL_RATIO));
            rows.addAll(services(image, work, port));
            rows.add(Row.of("start: the cache", Files.size(image.resolve("citestream.aot")) / 1e6, "MB"));
            return rows;
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    private static List<Row> services(Path image, Path work, int port) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("kafka"));
                EmbeddedStore store = EmbeddedStore.onDisk(work.resolve("store"))) {
            for (String service : SERVICES) {
                Map<String, String> environment = Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        broker.bootstrapServers(),
                        "MONGODB_URI",
                        store.connectionString() + "/" + service);
                double[] seconds = new double[TURNS];
                for (int turn = 0; turn < TURNS; turn++) {
                    seconds[turn] = timed(image, List.of(service), environment, port, "/actuator/health/readiness");
                }
                double median = median(seconds);
                rows.add(new Row(
                        "start: " + service + ", with the cache",
                        median,
                        "s",
                        null,
                        null,
                        "≤ " + GOAL_SECONDS + " s",
                        median <= GOAL_SECONDS));
            }
        }
        return rows;
    }

    /** Seconds from the start of the process to the first answer with status 200; then stops it. */
    private static double timed(
            Path image, List<String> arguments, Map<String, String> environment, int port, String path)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(image.resolve("run").toString()));
        command.addAll(arguments);
        command.addAll(
                arguments.getFirst().equals("standalone")
                        ? List.of("--port", Integer.toString(port))
                        : List.of("--server.port=" + port));
        try (StartedProcess process = StartedProcess.start(command, environment, image.resolveSibling("start.log"))) {
            return process.awaitOk("http://127.0.0.1:" + port + path, LONGEST);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
