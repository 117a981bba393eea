package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an operator sees of the running product from outside. */
class ObservedProductTest {

    private static final List<String> SERVICES = List.of("", "/ingest", "/summary", "/ranking");

    @TempDir
    static Path directory;

    private static TraceCollector collector;
    private static Standalone product;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        collector = TraceCollector.start();
        Map<String, String> properties = new HashMap<>(RunningProduct.WITHOUT_EMBEDDINGS);
        properties.put("management.tracing.sampling.probability", "1.0");
        properties.put("management.opentelemetry.tracing.export.otlp.endpoint", collector.endpoint());
        properties.put("management.opentelemetry.tracing.export.schedule-delay", "200ms");
        product = RunningProduct.start(directory.resolve("data"), properties);
        api = new Api(product.address());
        assertThat(api.post("/api/v1/submissions", product.apiKey(), """
                                {"source":"harbour","key":"a","title":"Tides","year":2024,"venue":"VLDB","authors":["A. Moon"]}
                                {"source":"harbour","key":"b","title":"Ebbs","year":2025,"venue":"VLDB","authors":["B. Sun"],"references":["harbour:a"]}
                                """).statusCode())
                .isEqualTo(202);
        api.awaitSettled(Duration.ofMinutes(2));
    }

    @AfterAll
    static void stop() {
        product.close();
        collector.close();
    }

    @Test
    void oneTraceLeadsFromTheAcceptedRecordToItsView() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            for (String key : List.of("harbour:a", "harbour:b")) {
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
                                "query-gateway: projectPapers",
                                "query-gateway: projectReferences");
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
}
