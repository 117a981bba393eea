package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.citestream.benchmarks.faults.SmallDisk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of broker, store and snapshot fills up under the product in one process, which is a process of its own here since a broker that cannot write
 * ends it. Time in the rules goes ten times as fast, as in the drill.
 */
@Tag("slow")
class FullDiskTest {

    private static final int MEGABYTES = 512;
    private static final int MOST_ATTEMPTS = 300;
    private static final Duration WELL = Duration.ofMinutes(3);
    private static final Map<String, String> METRICS = Map.of(
            "query-gateway", "/actuator/prometheus",
            "ingest-service", "/ingest/actuator/prometheus",
            "summary-service", "/summary/actuator/prometheus",
            "ranking-service", "/ranking/actuator/prometheus");

    @TempDir
    Path directory;

    private final Set<String> accepted = new TreeSet<>();
    private int submitted;

    @Test
    void itIsToldOfBeforeItIsFullAndNothingThatWasAcceptedIsLost() throws Exception {
        Tools.require("prometheus");
        Path data = directory.resolve("data");
        int port = RunningProduct.freePort();
        Api api = new Api("http://127.0.0.1:" + port);
        try (SmallDisk disk = Tools.requireDisk(data, MEGABYTES)) {
            Process product = RunningProduct.startProcess(data, port);
            try (PrometheusServer prometheus = PrometheusServer.start(
                    directory, "http://127.0.0.1:" + port, METRICS, HurriedRules.in(directory.resolve("rules")))) {
                awaitReady(api);
                submit(api);
                awaitNothingLost(api);
                assertThat(isFiring(prometheus)).isFalse();

                disk.fill(0.05);
                await("CitestreamDiskFull fires")
                        .atMost(Duration.ofMinutes(2)
                                .dividedBy(HurriedRules.FACTOR)
                                .plusSeconds(30))
                        .until(() -> isFiring(prometheus));
                assertThat(submit(api)).as("There is room yet").isTrue();

                disk.fill();
                for (int attempt = 0; attempt < MOST_ATTEMPTS && product.isAlive(); attempt++) {
                    submit(api);
                }
                disk.free();
                product = wellAgain(product, data, port, api);
                submit(api);
                awaitNothingLost(api);
                await("CitestreamDiskFull ceases").atMost(WELL).until(() -> !isFiring(prometheus));
            } finally {
                end(product);
            }
        }
    }

    /** Runbook: once there is room, start again what has ended, or is not ready by itself after half a minute. */
    private static Process wellAgain(Process product, Path data, int port, Api api) throws Exception {
        for (int look = 0; look < 30 && product.isAlive() && !isReady(api); look++) {
            product.waitFor(1, TimeUnit.SECONDS);
        }
        if (product.isAlive() && isReady(api)) {
            return product;
        }
        System.out.println("DRILL: the product " + (product.isAlive() ? "was not ready" : "had ended")
                + " after the full disk, and is started again");
        end(product);
        Process again = RunningProduct.startProcess(data, port);
        awaitReady(api);
        return again;
    }

    private static void end(Process product) throws InterruptedException {
        product.destroy();
        if (!product.waitFor(60, TimeUnit.SECONDS)) {
            product.destroyForcibly().waitFor();
        }
    }

    /** Whether it was accepted; what was refused or not answered is submitted by its feed again, here under another key. */
    private boolean submit(Api api) throws IOException {
        String key = "k" + submitted++;
        try {
            int status = api.post(
                            "/api/v1/submissions",
                            Files.readString(directory.resolve("data/api-key")).strip(),
                            "{\"source\":\"harbour\",\"key\":\"%1$s\",\"title\":\"Tides of %1$s\",\"year\":2024,\"venue\":\"VLDB\"}"
                                    .formatted(key))
                    .statusCode();
            assertThat(status).as(key).isIn(202, 500, 503);
            if (status == 202) {
                accepted.add(key);
            }
            return status == 202;
        } catch (UncheckedIOException e) {
            return false; // the process has ended
        }
    }

    private void awaitNothingLost(Api api) {
        await("everything accepted is viewable and ranked")
                .atMost(WELL)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    for (String key : accepted) {
                        assertThat(api.ok("/api/v1/papers/harbour:" + key)
                                        .path("rank")
                                        .asInt())
                                .as(key)
                                .isPositive();
                    }
                    assertThat(api.ok("/api/v1/stats").path("pending").asInt()).isZero();
                });
    }

    private static void awaitReady(Api api) {
        await("ready").atMost(WELL).pollInterval(Duration.ofSeconds(1)).until(() -> isReady(api));
    }

    private static boolean isReady(Api api) {
        try {
            return api.get("/actuator/health/readiness").statusCode() == 200
                    && api.get("/ingest/actuator/health/readiness").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static boolean isFiring(PrometheusServer prometheus) {
        return prometheus.isReady()
                && !prometheus
                        .query("ALERTS{alertstate=\"firing\",alertname=\"CitestreamDiskFull\"}")
                        .isEmpty();
    }
}
