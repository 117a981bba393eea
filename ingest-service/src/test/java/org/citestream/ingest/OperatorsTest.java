package org.citestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators do by hand. */
class OperatorsTest {

    @TempDir
    static Path directory;

    private static RunningIngest ingest;

    @BeforeAll
    static void start() throws IOException {
        ingest = RunningIngest.start(
                directory,
                _ -> {},
                Map.of("citestream.ingest.intake.api-keys.harbour", ApiKeyHash.of(RunningIngest.FEED_KEY)));
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @Test
    void aDeadLetterIsReadPutBackAndThenSupersededByItself() throws Exception {
        poison("{\"type\":");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                letters("?stage=identify").path("total").asInt())
                        .isEqualTo(1));
        JsonNode letter =
                letters("?topic=submissions&reason=unreadable").path("letters").path(0);
        assertThat(letter.path("key").asString()).isEqualTo("harbour:poison");
        assertThat(letter.path("content").asString()).isEqualTo("{\"type\":");
        assertThat(letter.path("why").asString()).isNotBlank();
        assertThat(letter.path("superseded").asBoolean()).isFalse();
        assertThat(letters("?reason=refused").path("total").asInt()).isZero();

        assertThat(replay("?dryRun=true").path("replayed").asInt()).isEqualTo(1);
        assertThat(letters("").path("total").asInt()).isEqualTo(1);

        assertThat(replay("?stage=identify").path("replayed").asInt()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(letters("").path("total").asInt()).isEqualTo(2));
        assertThat(letters("").path("letters").path(1).path("superseded").asBoolean())
                .isTrue();
        assertThat(replay("?dryRun=true").path("superseded").asInt()).isEqualTo(1);

        JsonNode done = json(ingest.get("/api/v1/audit")).path("audit");
        assertThat(done.size()).isEqualTo(2);
        assertThat(done.path(1).path("outcome").asString())
                .as("It is written down before it is done")
                .isEqualTo("begun");
        assertThat(done.path(0).path("by").asString()).isEqualTo("tests");
        assertThat(done.path(0).path("outcome").asString()).isEqualTo("1 replayed, 0 superseded");
        assertThat(done.path(0).path("parameters").path("stage").asString()).isEqualTo("identify");
    }

    @Test
    void whatIsAskedForWronglyIsNamed() throws Exception {
        for (String wrong : new String[] {"?topic=paper", "?reason=bad", "?size=0"}) {
            HttpResponse<String> answer = ingest.get("/api/v1/dead-letters" + wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(json(answer).path("detail").asString()).contains(wrong.substring(1, wrong.indexOf('=')));
        }
    }

    @Test
    void aMisspeltParameterIsRefusedSoThatNothingIsDoneThatWasOnlyToBeTold() throws Exception {
        for (String wrong : new String[] {
            "/api/v1/dead-letters/replay?dryrun=true",
            "/api/v1/dead-letters/replay?dryRun=true&dryRun=false",
            "/api/v1/feeds/x/run?dryRun=true",
        }) {
            HttpResponse<String> answer = ingest.post(wrong, "");
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(json(answer).path("parameter").asString()).isEqualToIgnoringCase("dryRun");
            assertThat(json(answer).path("allowed").asString()).isNotBlank();
        }
        assertThat(ingest.get("/api/v1/submissions/none?verbose=1").statusCode())
                .isEqualTo(400);
        assertThat(ingest.postAs(RunningIngest.FEED_KEY, "/api/v1/audit?action=test&outcome=none&anything=1", "")
                        .statusCode())
                .as("where any are taken, the key alone is wrong")
                .isEqualTo(403);
    }

    @Test
    void aFeedsKeySubmitsAndDoesNothingElse() throws Exception {
        assertThat(ingest.postAs(RunningIngest.FEED_KEY, "/api/v1/submissions", """
                        {"source":"harbour","key":"a","title":"Tides","year":2024,"venue":"VLDB"}
                        """)
                        .statusCode())
                .isEqualTo(202);
        for (String path : new String[] {"/api/v1/dead-letters/replay", "/api/v1/feeds/x/run"}) {
            HttpResponse<String> answer = ingest.postAs(RunningIngest.FEED_KEY, path, "");
            assertThat(answer.statusCode()).as(path).isEqualTo(403);
            assertThat(json(answer).path("detail").asString()).contains("harbour");
        }
        assertThat(ingest.postWithoutKey("/api/v1/dead-letters/replay", "").statusCode())
                .isEqualTo(401);
    }

    private static JsonNode letters(String query) throws Exception {
        return json(ingest.get("/api/v1/dead-letters" + query));
    }

    private static JsonNode replay(String query) throws Exception {
        HttpResponse<String> answer = ingest.post("/api/v1/dead-letters/replay" + query, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static void poison(String content) throws Exception {
        Map<String, Object> config =
                new HashMap<>(ingest.bean(KafkaProperties.class).buildProducerProperties());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            "submissions",
                            "harbour:poison".getBytes(StandardCharsets.UTF_8),
                            content.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }
}
