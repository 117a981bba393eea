package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many metrics there are does not depend on how much there is to measure. */
@Tag("slow")
class BoundedMetricsTest {

    private static final int MANY = 10_000;
    private static final int FEW = 50;
    private static final String CANARY = "citestream_freshness_seconds_count{feed=\"canary\",stage=\"ranked\"}";
    private static final List<String> METRICS = List.of(
            "/actuator/prometheus",
            "/ingest/actuator/prometheus",
            "/summary/actuator/prometheus",
            "/ranking/actuator/prometheus");

    @TempDir
    Path directory;

    @Test
    void tenThousandPapersAndAsManyUnknownIdsAndFeedsAreAFewSeriesAtMost() throws Exception {
        try (Standalone product = RunningProduct.start(directory.resolve("data"), RunningProduct.WITHOUT_EMBEDDINGS)) {
            Api api = new Api(product.address());
            submit(api, product.apiKey(), 0, FEW);
            askForWhatIsNotThere(api, FEW);
            // The canary comes once a minute, and a first scrape is told by the second one.
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> series(api).toString().contains(CANARY));
            Set<String> before = series(api);
            submit(api, product.apiKey(), FEW, FEW + MANY);
            askForWhatIsNotThere(api, MANY);
            assertThat(api.awaitSettled(Duration.ofMinutes(3)).path("papers").asInt())
                    .isEqualTo(FEW + MANY);
            Set<String> added = series(api);
            added.removeAll(before);
            assertThat(added).hasSizeLessThan(50);
        }
    }

    private static void submit(Api api, String key, int from, int to) {
        String papers = IntStream.range(from, to)
                .mapToObj(
                        "{\"source\":\"harbour\",\"key\":\"m%1$d\",\"title\":\"Sea %1$d\",\"year\":2025,\"venue\":\"SIGMOD\",\"authors\":[\"E. Sand %1$d\"]}"
                                ::formatted)
                .collect(Collectors.joining("\n"));
        assertThat(api.post("/api/v1/submissions", key, papers).statusCode()).isEqualTo(202);
        api.awaitSettled(Duration.ofMinutes(3));
    }

    private static void askForWhatIsNotThere(Api api, int count) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int each = i;
                answers.add(clients.submit(
                        () -> api.get("/api/v1/papers/" + (1_000_000 + each)).statusCode()));
                answers.add(clients.submit(
                        () -> api.get("/ingest/api/v1/feeds/unknown" + each).statusCode()));
            }
            for (Future<Integer> each : answers) {
                assertThat(each.get()).isBetween(401, 404);
            }
        }
    }

    /** Without what consumers tell of each partition, which comes and goes with what they read. */
    private static Set<String> series(Api api) {
        return METRICS.stream()
                .flatMap(path -> api.get(path).body().lines().map(line -> path + ": " + line))
                .filter(line -> !line.contains(": #") && !line.contains(": kafka_consumer_fetch_manager_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
