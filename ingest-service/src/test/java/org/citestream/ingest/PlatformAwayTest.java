package org.citestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.citestream.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Broker and store go away while a file is being imported. */
class PlatformAwayTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int IMPORTED = 600;
    private static final Map<String, String> SOON_TOLD = Map.of(
            "spring.kafka.producer.properties[request.timeout.ms]", "1000",
            "spring.kafka.producer.properties[delivery.timeout.ms]", "1500",
            "spring.kafka.producer.properties[max.block.ms]", "1500");

    @TempDir
    Path directory;

    @Test
    void aBrokerThatIsAwayIsNamedInTheAnswerAndInEachReceiptAndAnImportGoesOnWhenItIsBack() throws Exception {
        Path file = directory.resolve("imported, with a comma.ndjson");
        Files.writeString(
                file,
                IntStream.range(0, IMPORTED)
                        .mapToObj(n -> "{\"source\":\"file\",\"key\":\"k" + n + "\",\"title\":\"Title " + n
                                + "\",\"year\":2001}\n")
                        .collect(Collectors.joining()));
        Map<String, String> properties = new HashMap<>(SOON_TOLD);
        properties.put("citestream.ingest.imports.files[0]", file.toString());
        properties.put("citestream.ingest.imports.checkpoint-every", "1");
        try (RunningIngest ingest = RunningIngest.start(directory, _ -> {}, properties)) {
            String before = receiptOf(ingest, "before");
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> theImport(ingest).path("checkpoint").asInt() > 0);

            ingest.stopBroker();
            HttpResponse<String> answer = ingest.post("/api/v1/submissions", """
                    {"source":"t","key":"one","title":"Sent in vain","year":2001}
                    {"source":"t","key":"two","title":"No year"}
                    {"source":"t","key":"three","title":"Not even sent","year":2001}
                    {"source":"t","key":"four","title":"Not even read","year":2001}
                    """);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("Kafka did not acknowledge").contains("Send the request again");
            JsonNode receipts = JSON.readTree(answer.body()).path("receipts");
            assertThat(receipts.valueStream()
                            .map(each -> each.path("status").asString())
                            .toList())
                    .startsWith("unacknowledged", "refused")
                    .doesNotContain("accepted");
            assertThat(receipts.get(0).path("reason").asString()).contains("Kafka did not acknowledge it");
            assertThat(theImport(ingest).path("state").asString()).isEqualTo("RUNNING");
            assertThat(theImport(ingest).path("checkpoint").asInt()).isLessThan(IMPORTED);
            assertAway(
                    "Kafka",
                    ingest.post(
                            "/api/v1/decisions",
                            "{\"verdict\":\"same\",\"records\":[\"t:one\",\"t:two\"]}",
                            "Content-Type",
                            "application/json"));
            assertThat(JSON.readTree(ingest.get("/api/v1/audit").body())
                            .path("audit")
                            .valueStream()
                            .map(each -> each.path("action").asString() + ": "
                                    + each.path("outcome").asString()))
                    .as("what an operator decided was begun, and did not come to its end")
                    .satisfiesExactly(
                            last -> assertThat(last).startsWith("decide: broken off: "),
                            first -> assertThat(first).isEqualTo("decide: begun"));

            ingest.startBroker();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> theImport(ingest).path("state").asString().equals("DONE"));
            assertThat(theImport(ingest).path("accepted").asInt()).isEqualTo(IMPORTED);
            assertThat(ingest.last(Topics.SUBMISSIONS).keySet())
                    .containsAll(IntStream.range(0, IMPORTED)
                            .mapToObj(n -> "file:k" + n)
                            .toList());

            ingest.stopStore();
            assertAway("store", ingest.get("/api/v1/submissions/" + before));
            assertAway(
                    "store",
                    ingest.post(
                            "/api/v1/submissions",
                            "{\"source\":\"t\",\"key\":\"five\",\"title\":\"T\",\"year\":2001}",
                            "Idempotency-Key",
                            "k"));
        }
    }

    private static void assertAway(String what, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains(what + " does not answer").contains("Send the request again");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    }

    private static String receiptOf(RunningIngest ingest, String key) throws Exception {
        String body = ingest.post(
                        "/api/v1/submissions",
                        "{\"source\":\"t\",\"key\":\"" + key + "\",\"title\":\"T\",\"year\":2001}")
                .body();
        return JSON.readTree(body).path("receipts").get(0).path("receipt").asString();
    }

    private static JsonNode theImport(RunningIngest ingest) throws Exception {
        return JSON.readTree(ingest.get("/api/v1/imports").body())
                .path("imports")
                .path(0);
    }
}
