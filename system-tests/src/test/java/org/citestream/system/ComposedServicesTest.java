package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.Yaml;

/**
 * Each service runs in a process of its own, from the command line and the environment that the compose file gives it, and together they
 * take a paper from the feed to its view. Broker, store and the folder of secrets are put in the place of the containers'.
 */
@Tag("slow")
class ComposedServicesTest {

    private static final Path HOME = Path.of(System.getProperty("citestream.home"));
    private static final String KEY = "a key that feeds know";
    private static final Pattern DEFAULTED = Pattern.compile("\\$\\{[A-Z_]+:-([^}]*)}");

    @TempDir
    Path directory;

    @Test
    void aPaperComesFromTheFeedToItsView() throws Exception {
        Path image = image();
        Path secrets = Files.createDirectories(directory.resolve("secrets"));
        Map<String, Process> running = new LinkedHashMap<>();
        Map<String, Api> apis = new HashMap<>();
        Map<String, Api> managements = new HashMap<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
                EmbeddedStore store = EmbeddedStore.onDisk(directory.resolve("store"))) {
            try {
                for (Map.Entry<String, Map<String, Object>> service :
                        ofTheProduct("full").entrySet()) {
                    secrets(service.getValue(), secrets);
                    Map<String, String> environment = environment(service.getValue());
                    environment.replaceAll((_, value) -> value.replace("kafka:9092", broker.bootstrapServers())
                            .replace("mongodb://mongodb:27017", store.connectionString())
                            .replace("/run/secrets/", secrets + "/")
                            .replace("/var/lib/citestream", directory.toString())
                            .replace("0.0.0.0", "127.0.0.1"));
                    int port = RunningProduct.freePort();
                    int management = RunningProduct.freePort();
                    environment.put("SERVER_PORT", Integer.toString(port));
                    assertThat(environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(management)))
                            .isEqualTo("9000");
                    environment.put("JAVA_OPTIONS", "-Xmx700m");
                    environment.remove("MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT");
                    apis.put(service.getKey(), new Api("http://127.0.0.1:" + port));
                    managements.put(service.getKey(), new Api("http://127.0.0.1:" + management));
                    running.put(service.getKey(), start(image, service, environment));
                }
                managements.forEach((name, api) -> awaitReady(name, api, running.get(name)));
                apis.forEach((name, api) -> assertNothingIsOpen(name, api, managements.get(name)));
                assertThat(apis.get("ingest-service")
                                .post("/api/v1/submissions", KEY, """
                                {"source":"harbour","key":"a","title":"Tides","year":2024,"venue":"VLDB","authors":["A. Moon"]}
                                """)
                                .statusCode())
                        .isEqualTo(202);
                Api gateway = apis.get("query-gateway");
                await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                    assertThat(gateway.ok("/api/v1/papers/harbour:a")
                                    .path("rank")
                                    .asInt())
                            .isEqualTo(1);
                    assertThat(gateway.ok("/api/v1/stats").path("pending").asInt())
                            .isZero();
                });
            } finally {
                running.values().forEach(Process::destroy);
                for (Map.Entry<String, Process> each : running.entrySet()) {
                    assertThat(each.getValue().waitFor(70, TimeUnit.SECONDS))
                            .as("%s ends when it is told to", each.getKey())
                            .isTrue();
                }
            }
        }
    }

    /** Broker, store and services in one process, with the sample corpus; the one word more says at which port, since that of the file may be taken here. */
    @Test
    void theSmallProfileTakesAPaperFromTheFeedToItsViewToo() throws Exception {
        Path image = image();
        FileSystemUtils.copyRecursively(HOME.resolve("samples"), image.resolve("samples"));
        Map<String, Map<String, Object>> small = ofTheProduct("small");
        assertThat(small).containsOnlyKeys("standalone");
        Map.Entry<String, Map<String, Object>> service =
                small.entrySet().iterator().next();
        int port = RunningProduct.freePort();
        Map<String, String> environment = environment(service.getValue());
        environment.put("JAVA_OPTIONS", "-Xmx1500m");
        environment.replaceAll((_, value) -> value.replace("/run/secrets/", directory.resolve("none") + "/"));
        Process process = start(image, service, environment, "--port", Integer.toString(port));
        try {
            Api api = new Api("http://127.0.0.1:" + port);
            assertThat(service.getValue().get("healthcheck"))
                    .asString()
                    .contains("http://127.0.0.1:8080/actuator/health/readiness");
            awaitReady(service.getKey(), api, process);
            String key = Files.readString(directory.resolve("data/api-key")).strip();
            assertThat(api.post("/api/v1/submissions", key, """
                            {"source":"harbour","key":"a","title":"Tides","year":2024,"venue":"VLDB","authors":["A. Moon"]}
                            """).statusCode()).isEqualTo(202);
            await().atMost(Duration.ofMinutes(4)).untilAsserted(() -> {
                assertThat(api.ok("/api/v1/papers/harbour:a").path("rank").asInt())
                        .isPositive();
                assertThat(api.ok("/api/v1/stats").path("papers").asInt())
                        .as("the sample corpus is there as well")
                        .isGreaterThan(50);
                assertThat(api.ok("/api/v1/stats").path("pending").asInt()).isZero();
            });
            assertThat(api.get("/actuator/env").statusCode()).isEqualTo(404);
            assertThat(said(image, "citestream", "status", "--url", "http://127.0.0.1:" + port))
                    .contains("waits: identify");
        } finally {
            process.destroy();
            assertThat(process.waitFor(70, TimeUnit.SECONDS))
                    .as("It ends when it is told to")
                    .isTrue();
        }
    }

    /** Of the actuator health, build and metrics are open, at the port that is published to nobody. */
    private static void assertNothingIsOpen(String name, Api api, Api management) {
        for (String endpoint :
                List.of("prometheus", "health", "info", "env", "beans", "heapdump", "loggers", "shutdown")) {
            assertThat(api.get("/actuator/" + endpoint).statusCode())
                    .as("%s of %s for everyone", endpoint, name)
                    .isEqualTo(404);
        }
        for (String endpoint : List.of("env", "beans", "heapdump", "loggers", "shutdown", "configprops")) {
            assertThat(management.get("/actuator/" + endpoint).statusCode())
                    .as("%s of %s", endpoint, name)
                    .isEqualTo(404);
        }
        assertThat(management.get("/actuator/prometheus").body())
                .as(name)
                .contains("citestream_ready", "tomcat_connections_current_connections");
    }

    private void awaitReady(String name, Api api, Process process) {
        await(name)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    assertThat(process.isAlive())
                            .as("%s, whose log is %s", name, log(name))
                            .isTrue();
                    try {
                        return api.get("/actuator/health/readiness").statusCode() == 200;
                    } catch (java.io.UncheckedIOException e) {
                        return false;
                    }
                });
    }

    private String log(String service) throws IOException {
        return Files.readString(directory.resolve(service + ".log"));
    }

    private Process start(
            Path image, Map.Entry<String, Map<String, Object>> service, Map<String, String> environment, String... more)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(image.resolve("run").toString()));
        ((List<?>) service.getValue().get("command"))
                .forEach(
                        word -> command.add(String.valueOf(word).replace("/var/lib/citestream", directory.toString())));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(service.getKey() + ".log").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    /** What a command in the image says. */
    private static String said(Path image, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(image.resolve("run").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Path image() throws Exception {
        Path image = Files.createDirectories(directory.resolve("image"));
        FileSystemUtils.copyRecursively(HOME.resolve("standalone/target/lib"), image.resolve("lib"));
        for (String script : List.of("run", "prepare")) {
            Path copy = Files.copy(HOME.resolve("operations/image").resolve(script), image.resolve(script));
            assertThat(copy.toFile().setExecutable(true)).isTrue();
        }
        Tools.run(image.resolve("prepare").toString(), "--without-cache");
        return image;
    }

    @SuppressWarnings("unchecked") // the form of a compose file
    private static Map<String, Map<String, Object>> ofTheProduct(String profile) throws IOException {
        Map<String, Object> file = new Yaml().load(Files.readString(HOME.resolve("docker-compose.yml")));
        Map<String, Map<String, Object>> services =
                new LinkedHashMap<>((Map<String, Map<String, Object>>) file.get("services"));
        services.values()
                .removeIf(service -> !String.valueOf(service.get("image")).startsWith("citestream:")
                        || !service.get("profiles").equals(List.of(profile)));
        assertThat(services).hasSize(profile.equals("full") ? 4 : 1);
        return services;
    }

    private static Map<String, String> environment(Map<String, Object> service) {
        Map<String, String> environment = new HashMap<>();
        ((Map<?, ?>) service.getOrDefault("environment", Map.of()))
                .forEach((name, value) -> environment.put(
                        String.valueOf(name),
                        DEFAULTED.matcher(String.valueOf(value)).replaceAll("$1")));
        return environment;
    }

    /** Keys as the comment of the file has them; the model's key, which is not used, stays away. */
    private static void secrets(Map<String, Object> service, Path folder) throws Exception {
        if (List.of("keys").equals(service.get("secrets"))) {
            Files.writeString(
                    folder.resolve("keys"),
                    "feed harbour "
                            + HexFormat.of()
                                    .formatHex(MessageDigest.getInstance("SHA-256")
                                            .digest(KEY.getBytes(StandardCharsets.UTF_8))));
        }
    }
}
