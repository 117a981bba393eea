package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.citestream.client.OperatorClient;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator sees of the running product from outside. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObservedProductTest {

    private static final List<String> SERVICES = List.of("", "/ingest", "/summary", "/ranking");
    private static final Map<String, String> METRICS = Map.of(
            "query-gateway", "/actuator/prometheus",
            "ingest-service", "/ingest/actuator/prometheus",
            "summary-service", "/summary/actuator/prometheus",
            "ranking-service", "/ranking/actuator/prometheus");

    private static final String WEBHOOK_SECRET = "what webhooks are signed with";
    private static final String ABSTRACT =
            "Stream processors lose minutes of work when a node fails. We propose Tidemark, a checkpoint scheduler that places "
                    + "barriers by the measured cost of replay. Experiments on a cluster of 32 nodes show that it recovers 4.5x faster "
                    + "than fixed intervals.";
    /** What a healthy system may have none of. */
    private static final List<String> MAY_BE_ABSENT = List.of(
            "ALERTS{",
            "status=~\"5..\"",
            "http_server_requests_active_seconds",
            "citestream_ranking_snapshot_duration");

    @TempDir
    static Path directory;

    private static StubProvider provider;

    private static TraceCollector collector;
    private static Standalone product;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        collector = TraceCollector.start();
        provider = new StubProvider();
        Map<String, String> properties = new HashMap<>(RunningProduct.WITHOUT_EMBEDDINGS);
        properties.put("logging.structured.format.file", "ecs");
        properties.put("logging.level.org.citestream", "debug");
        properties.put("logging.threshold.console", "warn");
        properties.put("citestream.webhooks.allow-private", "true");
        properties.put("citestream.summary.model.name", "stub-model");
        properties.put("citestream.summary.model.base-url", provider.url());
        properties.put("citestream.summary.model.api-key", StubProvider.KEY);
        properties.put("citestream.summary.model.input-price", "2");
        properties.put("citestream.summary.model.output-price", "8");
        properties.put("citestream.summary.circuit.fewest", "1000");
        properties.put("citestream.summary.budget.day", "100");
        properties.put("management.tracing.sampling.probability", "1.0");
        properties.put("management.opentelemetry.tracing.export.otlp.endpoint", collector.endpoint());
        properties.put("management.opentelemetry.tracing.export.schedule-delay", "200ms");
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        properties.put("citestream.ingest.canary.every", "2s");
        properties.put("citestream.ingest.feeds.inbox.source", "directory");
        properties.put("citestream.ingest.feeds.inbox.directory", inbox.toString());
        properties.put("citestream.ingest.feeds.inbox.every", "1s");
        Files.writeString(inbox.resolve("one.ndjson"), """
                {"source":"harbour","key":"c","title":"Slack Water","year":2025,"venue":"VLDB","authors":["C. Star"]}
                """);
        product = RunningProduct.start(directory.resolve("data"), properties);
        api = new Api(product.address());
        assertThat(api.post("/api/v1/submissions", product.apiKey(), """
                                {"source":"harbour","key":"a","title":"Tides","year":2024,"venue":"VLDB","authors":["A. Moon"]}
                                {"source":"harbour","key":"b","title":"Ebbs","year":2025,"venue":"VLDB","authors":["B. Sun"],"references":["harbour:a"]}
                                {"source":"harbour","key":"d","title":"Tidemark","year":2025,"venue":"VLDB","authors":["D. Sea"],"abstract":"%s"}
                                """.formatted(ABSTRACT))
                        .statusCode())
                .isEqualTo(202);
        api.awaitSettled(Duration.ofMinutes(2));
    }

    @AfterAll
    static void stop() {
        product.close();
        collector.close();
        provider.close();
    }

    @Test
    void oneTraceLeadsFromTheAcceptedRecordToItsView() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            for (String key : List.of("harbour:a", "harbour:b", "harbour:d")) {
                String trace = collector.spans().stream()
                        .filter(span -> span.name().equals("accept")
                                && key.equals(span.tags().get("citestream.record")))
                        .map(TraceCollector.Received::trace)
                        .findFirst()
                        .orElse("");
                Set<String> stages = collector.spans().stream()
                        .filter(span -> span.trace().equals(trace))
                        .map(span -> span.service() + ": " + span.name())
                        .collect(Collectors.toSet());
                assertThat(stages)
                        .contains(
                                "ingest-service: accept",
                                "ingest-service: identify",
                                "ingest-service: assemble",
                                "summary-service: papers",
                                "query-gateway: projectPapers",
                                "query-gateway: projectReferences",
                                "query-gateway: projectSummaries",
                                "query-gateway: ranked");
                if (key.equals("harbour:d")) {
                    assertThat(stages).contains("summary-service: summarise");
                }
            }
        });
    }

    @Test
    void everyServiceSaysWhatItsReadinessRestsOn() {
        for (String service : SERVICES) {
            JsonNode readiness = api.ok(service + "/actuator/health/readiness");
            assertThat(readiness.path("status").asString()).as(service).isEqualTo("UP");
            assertThat(readiness
                            .path("components")
                            .path("broker")
                            .path("status")
                            .asString())
                    .as(service)
                    .isEqualTo("UP");
            assertThat(api.ok(service + "/actuator/health/liveness")
                            .path("status")
                            .asString())
                    .isEqualTo("UP");
        }
        for (String service : List.of("", "/ingest", "/summary")) {
            assertThat(api.ok(service + "/actuator/health/readiness")
                            .path("components")
                            .path("mongo")
                            .path("status")
                            .asString())
                    .as(service)
                    .isEqualTo("UP");
        }
    }

    @Test
    void everyServiceSaysWhichBuildItIs() {
        for (String service : SERVICES) {
            JsonNode info = api.ok(service + "/actuator/info");
            assertThat(info.path("build").path("version").asString())
                    .as(service)
                    .matches("[0-9]+\\..*");
            assertThat(info.path("build").path("commit").asString()).as(service).matches("unknown|[0-9a-f]{7,40}");
            assertThat(info.path("java").path("version").asString()).as(service).startsWith("25");
            assertThat(api.get(service + "/actuator/prometheus").body())
                    .containsPattern("citestream_build\\{[^}]*version=\"[0-9]+\\.[^}]*} 1");
        }
    }

    @Test
    void everyMetricIsOnThePageOfMetrics() throws IOException {
        Map<String, MetricsPage.Metric> seen = MetricsPage.seen(
                METRICS.values().stream().map(path -> api.get(path).body()).toList());
        if (Boolean.getBoolean("citestream.metrics.write")) {
            Map<String, MetricsPage.Metric> all = new TreeMap<>(MetricsPage.written());
            all.putAll(seen);
            MetricsPage.write(all);
        }
        Map<String, MetricsPage.Metric> written = MetricsPage.written();
        assertThat(seen).isNotEmpty().allSatisfy((name, metric) -> {
            assertThat(metric.meaning()).as(name).isNotBlank();
            assertThat(written).containsKey(name);
            assertThat(written.get(name).kind()).as(name).isEqualTo(metric.kind());
            assertThat(written.get(name).meaning()).as(name).isEqualTo(metric.meaning());
            assertThat(written.get(name).labels()).as(name).containsAll(metric.labels());
        });
        Set<String> named = MetricsPage.named();
        assertThat(named).allSatisfy(name -> assertThat(written.keySet()).anyMatch(each -> each.startsWith(name)));
        assertThat(written.keySet()).allSatisfy(each -> assertThat(named).anyMatch(each::startsWith));
    }

    @Test
    void theCanaryPassesEveryStageAndIsInNoListAndNoCount() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            String metrics = api.get("/actuator/prometheus").body();
            for (String stage : List.of("viewable", "summarised", "ranked")) {
                assertThat(metrics)
                        .containsPattern(
                                "citestream_freshness_seconds_count\\{feed=\"canary\",stage=\"" + stage + "\"} [1-9]");
            }
        });
        assertThat(api.ok("/api/v1/papers?size=200").toString()).doesNotContain("canary");
        assertThat(api.get("/api/v1/papers?q=canary").body()).doesNotContain("The canary of");
        assertThat(api.get("/api/v1/papers.ndjson").body()).doesNotContain("The canary of");
        assertThat(provider.wasAsked("Tidemark")).isTrue();
        assertThat(provider.wasAsked("canary")).isFalse();
        JsonNode stats = api.ok("/api/v1/stats");
        assertThat(stats.path("papers").asInt())
                .isEqualTo(api.ok("/api/v1/papers?size=1").path("total").asInt());
    }

    @Test
    void theCommandLineDoesWhatOperatorsDoByHand() {
        assertThat(command(0, "status")).contains("papers").contains("waits: identify");
        assertThat(command(0, "feeds")).contains("inbox");
        assertThat(command(0, "feed", "pause", "inbox")).contains("paused");
        assertThat(command(0, "feed", "resume", "inbox")).doesNotContain("\"paused\"");
        assertThat(command(0, "dead-letters")).contains("0 dead letters");
        assertThat(command(0, "replay", "--dry-run")).contains("0 would be replayed");
        assertThat(command(0, "audit")).contains("pause feed");
        assertThat(command(0, "spending")).contains("\"day\"");
        assertThat(command(0, "renew", "--all", "--dry-run")).contains("\"papers\"");
        assertThat(command(0, "verify-ranks", "--dry-run")).contains("\"papers\"");
        assertThat(command(0, "verify-ranks")).contains("\"sound\" : true");
        assertThat(command(0, "rebuild", "views", "--dry-run")).contains("would be mended");
        assertThat(command(0, "rebuild", "views")).contains("0 sections mended");
        assertThat(command(0, "rebuild", "words")).contains("0 in one of the two alone");
        assertThat(command(0, "renew", "--paper", "1")).contains("\"order\"");
        assertThat(command(0, "audit"))
                .contains("renew summaries")
                .contains("verify ranks")
                .contains("rebuild views {}: begun")
                .contains("rebuild views {}: 0 sections mended");
        assertThat(command(1, "renew", "--paper", "0")).contains("paper");
        assertThat(command(2, "renew")).contains("--all");
        assertThat(command(1, "feed", "run", "nobody")).contains("nobody");
        assertThat(command(1, "dead-letters", "--topic", "nothing")).contains("submissions");
        assertThat(command(2, "no-such-command")).contains("no-such-command");
    }

    @Test
    void withoutAnOperatorsKeyNothingIsVerifiedRebuiltOrWrittenDown() {
        for (String path : List.of(
                "/ranking/api/v1/ranks/verification",
                "/api/v1/rebuilds?what=views",
                "/api/v1/audit?action=boast&outcome=nothing")) {
            assertThat(api.post(path, "a guess", "").statusCode()).as(path).isEqualTo(401);
        }
        assertThat(command(0, "audit")).doesNotContain("boast");
    }

    private static String command(int exitCode, String... arguments) {
        StringWriter said = new StringWriter();
        System.setProperty("citestream.key", product.apiKey());
        int code = OperatorClient.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(Stream.concat(Stream.of("--url", product.address()), Stream.of(arguments))
                        .toArray(String[]::new));
        assertThat(code).as(said.toString()).isEqualTo(exitCode);
        return said.toString();
    }

    @Test
    void theFreshnessOfAPaperLeadsToItsTrace() {
        String metrics = api.send(HttpRequest.newBuilder(api.uri("/actuator/prometheus"))
                        .header("Accept", "application/openmetrics-text;version=1.0.0"))
                .body();
        for (String stage : List.of("viewable", "summarised", "ranked")) {
            assertThat(metrics.lines()
                            .filter(line -> line.startsWith("citestream_freshness_seconds_bucket"))
                            .filter(line -> line.contains("stage=\"" + stage + "\"")))
                    .as(stage)
                    .anyMatch(line -> line.matches(".* # \\{.*trace_id=\"[0-9a-f]{32}\".*}.*"));
        }
    }

    @Test
    void everyQueryOfEveryPanelAndAlertReturnsData() throws IOException {
        try (PrometheusServer prometheus =
                PrometheusServer.start(directory, product.address(), METRICS, Dashboards.RULES)) {
            Map<String, String> silent = new TreeMap<>(Dashboards.alerts());
            silent.replaceAll((_, query) -> withoutStandIn(query));
            Dashboards.all()
                    .forEach((file, dashboard) -> Dashboards.panels(dashboard)
                            .forEach(panel -> Dashboards.queries(panel)
                                    .forEach(query -> silent.put(
                                            file + ": " + panel.path("title").asString() + ": " + query,
                                            withoutStandIn(query)))));
            await().atMost(Duration.ofSeconds(30)).until(prometheus::isReady);
            AtomicInteger papers = new AtomicInteger();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        traffic(papers.incrementAndGet());
                        silent.values()
                                .removeIf(query -> !prometheus.query(query).isEmpty());
                        assertThat(silent).isEmpty();
                    });
            assertThat(prometheus.query("ALERTS{alertstate=\"firing\"}").isEmpty())
                    .isTrue();
        }
    }

    /** What a panel shows before there is anything to show would hide that there never is. */
    private static String withoutStandIn(String query) {
        return MAY_BE_ABSENT.stream().anyMatch(query::contains) ? query : query.replace(" or vector(0)", "");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void noKeyAndNoSecretIsInALogOrAMetric() throws IOException {
        assertThat(api.send(HttpRequest.newBuilder(api.uri("/api/v1/webhooks"))
                                .header("X-Api-Key", product.apiKey())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"url\":\"%s\",\"secret\":\"%s\"}"
                                        .formatted(provider.url(), WEBHOOK_SECRET))))
                        .statusCode())
                .isEqualTo(201);
        traffic(0);
        api.awaitSettled(Duration.ofMinutes(1));
        List<String> told = new ArrayList<>();
        METRICS.values().forEach(path -> told.add(api.get(path).body()));
        try (Stream<Path> files = Files.walk(directory.resolve("data/logs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                told.add(Files.readString(file));
            }
        }
        assertThat(told).hasSizeGreaterThan(METRICS.size());
        assertThat(told.getLast().lines().limit(1000))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(JsonMapper.shared()
                                .readTree(line)
                                .at("/log/level")
                                .asString())
                        .isNotBlank());
        for (String secret : List.of(product.apiKey(), StubProvider.KEY, WEBHOOK_SECRET)) {
            assertThat(told).noneMatch(each -> each.contains(secret));
        }
    }

    private static void traffic(int paper) {
        if (paper % 3 == 2) {
            provider.stumble();
        }
        assertThat(api.post(
                                "/api/v1/submissions",
                                product.apiKey(),
                                "{\"source\":\"harbour\",\"key\":\"t%d\",\"title\":\"Tides %d\",\"year\":2025,\"venue\":\"VLDB\",\"authors\":[\"C. Star\"],\"abstract\":\"%s\"}"
                                        .formatted(paper, paper, ABSTRACT))
                        .statusCode())
                .isEqualTo(202);
        api.ok("/api/v1/papers?sort=rank");
        api.ok("/api/v1/papers/1");
    }
}
