package org.citestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.citestream.events.ContentHash;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.PaperEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IngestServiceTest {

    private static final String KEY = "a key for tests";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static EmbeddedStore store;
    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() throws IOException {
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        store = EmbeddedStore.inMemory();
        Path file = directory.resolve("imported.ndjson");
        Files.writeString(file, """
                {"source":"file","key":"one","title":"A paper from a file","year":2001,"authors":["Ann Lee"],"venue":"VLDB"}
                this is no record
                {"source":"file","key":"two","title":"Another one","year":2002,"references":["file:one"],"venue":"VLDB"}
                """);
        service = run(Map.of("citestream.ingest.imports.files", file.toString()));
    }

    private static ConfigurableApplicationContext run(Map<String, String> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("spring.config.name", "ingest-service");
        properties.put("spring.kafka.bootstrap-servers", broker.bootstrapServers());
        properties.put("spring.mongodb.uri", store.connectionString() + "/ingest");
        properties.put("server.port", "0");
        properties.put("citestream.stream.partitions", "3");
        properties.put("citestream.ingest.intake.api-keys.tests", ApiKeyHash.of(KEY));
        String[] arguments = properties.entrySet().stream()
                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(IngestServiceApplication.class).run(arguments);
    }

    @AfterAll
    static void stop() {
        service.close();
        store.close();
        broker.close();
    }

    @Test
    void whatIsAcceptedIsPublishedAndItsReceiptTellsWhatBecameOfIt() throws Exception {
        HttpResponse<String> answer = post("/api/v1/submissions", """
                [{"source":"t1","key":"a","title":"Joins","year":2001,"authors":["Ann Lee"],"venue":"VLDB",
                  "doi":"https://doi.org/10.1000/ABC","references":["t1:b", "doi:10.1000/none"]},
                 {"source":"t1","key":"b","title":"Hashing","year":2000,"authors":[{"name":"Ann Lee"}],"venue":"VLDB"},
                 {"source":"t1","key":"c","title":"No year"}]
                """);
        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.path("accepted").asInt()).isEqualTo(2);
        assertThat(body.path("refused").asInt()).isEqualTo(1);
        JsonNode refused = body.path("receipts").get(2);
        assertThat(refused.path("status").asString()).isEqualTo("refused");
        assertThat(refused.path("record").asString()).isEqualTo("t1:c");
        assertThat(refused.path("field").asString()).contains("year");

        ReferencesEvent references =
                await(Topics.REFERENCES, each -> each.cited().size() == 1 && each.unresolved() == 1);
        assertThat(references.self()).isEqualTo(references.cited());
        PaperEvent paper = await(Topics.PAPERS, each -> each.id() == references.id());
        assertThat(paper.keys()).containsExactly("doi:10.1000/abc", "t1:a");

        String receipt = body.path("receipts").get(0).path("receipt").asString();
        Awaitility.await().untilAsserted(() -> {
            JsonNode outcome =
                    JSON.readTree(get("/api/v1/submissions/" + receipt).body());
            assertThat(outcome.path("state").asString()).isEqualTo("ASSEMBLED");
            assertThat(outcome.path("paper").asInt()).isEqualTo(paper.id());
        });
    }

    @Test
    void aCitationAloneCountsWhenItsPapersComeLater() throws Exception {
        assertThat(post("/api/v1/citations", "{\"source\":\"t2\",\"citing\":\"t2:x\",\"cited\":\"t2:y\"}")
                        .statusCode())
                .isEqualTo(202);
        post("/api/v1/submissions", """
                {"source":"t2","key":"x","title":"Citing","year":2003}
                {"source":"t2","key":"y","title":"Cited","year":2002}
                """);
        PaperEvent citing = await(Topics.PAPERS, each -> each.keys().contains("t2:x"));
        await(
                Topics.REFERENCES,
                each -> each.id() == citing.id() && each.cited().size() == 1);
    }

    @Test
    void theSameIdempotencyKeyGetsTheSameAnswerAndAnotherBodyIsRefused() throws Exception {
        String body = "{\"source\":\"t3\",\"key\":\"a\",\"title\":\"Once\",\"year\":2001}";
        HttpResponse<String> first = post("/api/v1/submissions", body, "Idempotency-Key", "k1");
        HttpResponse<String> second = post("/api/v1/submissions", body, "Idempotency-Key", "k1");
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        HttpResponse<String> other =
                post("/api/v1/submissions", body.replace("Once", "Twice"), "Idempotency-Key", "k1");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("another body");
    }

    @Test
    void badInputIsAnsweredWithAProblemThatNamesIt() throws Exception {
        assertProblem(post("/api/v1/submissions", ""), 400, "empty");
        assertProblem(post("/api/v1/submissions", "{\"source\":\"t4\","), 422, "receipts");
        assertProblem(
                post("/api/v1/submissions", "{\"source\":\"t4\",\"key\":\"a\",\"title\":\"T\",\"year\":99999}"),
                422,
                "year");
        assertProblem(
                post(
                        "/api/v1/submissions",
                        "{\"source\":\"t4\",\"key\":\"a\",\"title\":\"T\",\"year\":2001,\"doi\":\"abc\"}"),
                422,
                "doi");
        assertProblem(get("/api/v1/submissions/nonsense"), 404, "receipt");
        HttpResponse<String> withoutKey = HTTP.send(
                HttpRequest.newBuilder(uri("/api/v1/submissions"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertProblem(withoutKey, 401, "X-API-Key");
    }

    @Test
    void aGzipThatIsCutIsAnsweredWithAProblemAndWhatCameBeforeStands() throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(whole)) {
            for (int i = 0; i < 5000; i++) {
                gzip.write(("{\"source\":\"t5\",\"key\":\"k" + i + "\",\"title\":\"Title " + ContentHash.of(i)
                                + "\",\"year\":2001}\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] cut = Arrays.copyOf(whole.toByteArray(), whole.size() / 2);
        HttpResponse<String> answer = post("/api/v1/submissions", cut);
        assertProblem(answer, 400, "breaks off");
        assertThat(JSON.readTree(answer.body()).path("accepted").asInt()).isBetween(100, 4999);
        assertProblem(post("/api/v1/submissions", new byte[] {0x1f, (byte) 0x8b}), 400, "breaks off");
    }

    @Test
    void aFileThatIsNamedAtStartIsImportedWithItsBadLinesCounted() {
        Awaitility.await().untilAsserted(() -> {
            JsonNode imports = JSON.readTree(get("/api/v1/imports").body()).path("imports");
            assertThat(imports.get(0).path("state").asString()).isEqualTo("DONE");
            assertThat(imports.get(0).path("accepted").asInt()).isEqualTo(2);
            assertThat(imports.get(0).path("refused").asInt()).isEqualTo(1);
        });
        PaperEvent two = await(Topics.PAPERS, each -> each.keys().contains("file:two"));
        await(Topics.REFERENCES, each -> each.id() == two.id() && each.cited().size() == 1);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String names) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains(names);
    }

    private static HttpResponse<String> post(String path, byte[] body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(uri(path))
                        .header("X-API-Key", KEY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("X-API-Key", KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(uri(path)).header("X-API-Key", KEY).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
    }

    /** The first record of a topic, read from its start, that fits. */
    private static <E extends Event> E await(Topic<E> topic, java.util.function.Predicate<E> fits) {
        EventCodec codec = new EventCodec();
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
            List<TopicPartition> partitions = IntStream.range(0, 3)
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (System.nanoTime() < deadline) {
                for (var each : consumer.poll(Duration.ofMillis(200))) {
                    E event = codec.decode(topic, each.value());
                    if (fits.test(event)) {
                        return event;
                    }
                }
            }
            throw new AssertionError("No such record in " + topic.name());
        }
    }
}
