package org.citestream.system;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A real Prometheus that scrapes the product each second, with the product's own rules. */
final class PrometheusServer implements AutoCloseable {

    private final Process process;
    private final Api api;

    private PrometheusServer(Process process, Api api) {
        this.process = process;
        this.api = api;
    }

    /**
     * Starts it.
     *
     * @param directory for its data
     * @param product address of the product, where each service has a path of its own
     * @param services the path of each service's metrics by its name
     * @param rules the folder of the rules
     */
    static PrometheusServer start(Path directory, String product, Map<String, String> services, Path rules)
            throws IOException {
        Map<String, URI> metrics = new TreeMap<>();
        services.forEach((name, path) -> metrics.put(name, URI.create(product + path)));
        return start(directory, metrics, rules, 1);
    }

    /**
     * Starts it.
     *
     * @param directory for its data
     * @param metrics where each service tells its metrics, by its name
     * @param rules the folder of the rules
     * @param seconds between two scrapes, and the longest that one may take
     */
    static PrometheusServer start(Path directory, Map<String, URI> metrics, Path rules, int seconds)
            throws IOException {
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: %1$ds, scrape_timeout: %1$ds, evaluation_interval: 1s}
                rule_files: ["%2$s/*-alerts.yml"]
                scrape_configs:
                  - job_name: citestream
                    static_configs:
                %3$s
                    relabel_configs:
                      - {source_labels: [path], target_label: __metrics_path__}
                      - {regex: path, action: labeldrop}
                """.formatted(
                        seconds,
                        rules,
                        metrics.entrySet().stream()
                                .map(service -> "      - {targets: ['%s'], labels: {application: %s, path: %s}}"
                                        .formatted(
                                                service.getValue().getAuthority(),
                                                service.getKey(),
                                                service.getValue().getPath()))
                                .collect(Collectors.joining("\n"))));
        int port = RunningProduct.freePort();
        Process process = new ProcessBuilder(
                        Tools.require("prometheus").toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("metrics"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        return new PrometheusServer(process, new Api("http://127.0.0.1:" + port));
    }

    /** The present values of an expression. */
    JsonNode query(String expression) {
        JsonNode answer = Api.json(api.send(HttpRequest.newBuilder(
                api.uri("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)))));
        if (!answer.path("status").asString().equals("success")) {
            throw new AssertionError(expression + ": " + answer);
        }
        return answer.path("data").path("result");
    }

    /** Whether it answers by now. */
    boolean isReady() {
        try {
            return api.get("/-/ready").statusCode() == 200;
        } catch (java.io.UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
