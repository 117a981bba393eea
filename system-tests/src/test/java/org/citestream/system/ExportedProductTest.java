package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;
import org.citestream.client.OperatorClient;
import org.citestream.platform.store.EmbeddedStore;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is exported comes back elsewhere as it was, and goes on from there. */
@Tag("slow")
class ExportedProductTest {

    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    @Test
    void whatIsExportedComesBackWithItsIdsRanksAndSummariesAndGoesOn() throws IOException {
        Path data = directory.resolve("data");
        String key;
        Snapshot before;
        JsonNode shown;
        try (Standalone product = RunningProduct.start(data, RunningProduct.WITHOUT_EMBEDDINGS)) {
            Api api = new Api(product.address());
            key = product.apiKey();
            submit(api, key, """
                    {"source":"harbour","key":"a","title":"Tides","year":2024,"venue":"VLDB","authors":["A. Moon"],"abstract":"The sea rises twice a day. It falls twice a day as well. We measure both in one harbour over a year."}
                    {"source":"harbour","key":"b","title":"Ebbs","year":2025,"venue":"VLDB","authors":["B. Sun"],"references":["harbour:a"]}
                    {"source":"harbour","key":"c","title":"Floods","year":2025,"venue":"PODS","authors":["B. Sun"],"references":["harbour:a","harbour:b"]}
                    """);
            api.awaitSettled(LONG);
            before = Snapshot.of(api);
            shown = api.ok("/api/v1/papers/harbour:a");
            assertThat(command(0, "audit", "--url", product.address())).isNotNull();
            assertThat(command(1, "export", directory.resolve("live").toString(), "--data", data.toString()))
                    .contains("running");
        }
        Path export = directory.resolve("export");
        assertThat(command(0, "export", export.toString(), "--data", data.toString(), "--dry-run"))
                .contains("topic papers")
                .contains("collection ingest-service.");
        assertThat(export).doesNotExist();
        assertThat(command(0, "export", export.toString(), "--data", data.toString()))
                .containsPattern("topic papers: [1-9]")
                .containsPattern("collection query-gateway.views: [1-9]");
        assertThat(command(1, "export", export.toString(), "--data", data.toString()))
                .contains("not empty");

        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.copy(data.resolve("api-key"), elsewhere.resolve("api-key"));
        assertThat(command(1, "restore", directory.toString(), "--data", elsewhere.toString()))
                .contains("manifest.json");
        long restored = summariesIn(command(0, "restore", export.toString(), "--data", elsewhere.toString()));
        assertThat(restored).isPositive();
        assertThat(command(1, "restore", export.toString(), "--data", elsewhere.toString()))
                .contains("already");

        try (Standalone product = RunningProduct.start(elsewhere, RunningProduct.WITHOUT_EMBEDDINGS)) {
            Api api = new Api(product.address());
            api.awaitSettled(LONG);
            await().atMost(LONG).untilAsserted(() -> {
                Snapshot after = Snapshot.of(api);
                assertThat(after.papers()).isEqualTo(before.papers());
                assertThat(after.citing()).isEqualTo(before.citing());
                assertThat(after.pagerank()).isEqualTo(before.pagerank());
            });
            assertThat(api.ok("/api/v1/papers/harbour:a").path("id")).isEqualTo(shown.path("id"));
            assertThat(command(0, "audit", "--url", product.address())).contains("restore");
            submit(api, key, """
                    {"source":"harbour","key":"a","title":"Tides, revised","year":2024,"venue":"VLDB","authors":["A. Moon"]}
                    {"source":"harbour","key":"d","title":"Currents","year":2026,"venue":"VLDB","authors":["D. Star"]}
                    """);
            api.awaitSettled(LONG);
            assertThat(api.ok("/api/v1/papers/harbour:a").path("title").asString())
                    .isEqualTo("Tides, revised");
            assertThat(api.ok("/api/v1/papers/harbour:d").path("id").asInt())
                    .as("No id is given twice")
                    .isGreaterThan(3);
        }

        Path again = directory.resolve("again");
        assertThat(summariesIn(command(0, "export", again.toString(), "--data", elsewhere.toString())))
                .as("of the two that were said since; the others were there, though their topic has another id")
                .isEqualTo(restored + 2);

        assertThat(Files.writeString(export.resolve("topic-papers.gz"), "x")).exists();
        assertThat(command(1, "restore", export.toString(), "--data", elsewhere.toString(), "--dry-run"))
                .contains("not as it was written");

        movesToAServer(data);
        goesOnWithAServer(data, key, before);
    }

    private static long summariesIn(String output) {
        Matcher records = Pattern.compile("topic summaries: ([\\d,.]+)").matcher(output);
        assertThat(records.find()).as(output).isTrue();
        return Long.parseLong(records.group(1).replaceAll("[,.]", ""));
    }

    private void movesToAServer(Path data) {
        try (EmbeddedStore server = EmbeddedStore.inMemory();
                MongoClient client = MongoClients.create(server.connectionString())) {
            String[] move = {
                "move",
                "--from-data",
                data.toString(),
                "--to",
                server.connectionString(),
                "--rename",
                "ingest-service=ingest",
                "--rename",
                "query-gateway=gateway"
            };
            assertThat(command(0, with(move, "--dry-run"))).contains("query-gateway.views → gateway.views");
            assertThat(client.getDatabase("gateway").listCollectionNames().first())
                    .isNull();
            assertThat(command(0, move)).contains("query-gateway.views → gateway.views");
            assertThat(client.getDatabase("gateway").getCollection("views").countDocuments())
                    .isPositive();
            assertThat(client.getDatabase("ingest")
                            .getCollection("audit")
                            .find(new Document("action", "move collections"))
                            .first())
                    .isNotNull();
            assertThat(command(1, move)).contains("already");
            assertThat(command(0, with(move, "--again", "--collection", "query-gateway.views")))
                    .contains("gateway.views");
            assertThat(command(1, with(move, "--collection", "nothing"))).contains("no such collection");
        }
    }

    /** The product in one process, which the embedded store has become too small for: with the same broker, so that nothing is read again. */
    private void goesOnWithAServer(Path data, String key, Snapshot before) throws IOException {
        try (EmbeddedStore server = EmbeddedStore.inMemory()) {
            String uri = server.connectionString();
            assertThat(command(0, "move", "--from-data", data.toString(), "--to", uri))
                    .contains("query-gateway.views");
            Map<String, String> properties = new HashMap<>(RunningProduct.WITHOUT_EMBEDDINGS);
            properties.put("spring.mongodb.uri", uri);
            Path documents = data.resolve("store/documents.mv");
            FileTime asMoved = Files.getLastModifiedTime(documents);
            try (Standalone product = RunningProduct.start(data, properties)) {
                Api api = new Api(product.address());
                api.awaitSettled(LONG);
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(Snapshot.of(api)).isEqualTo(before));
                submit(api, key, """
                        {"source":"harbour","key":"e","title":"Estuaries","year":2026,"venue":"VLDB","authors":["E. Bay"],"references":["harbour:a"]}
                        """);
                api.awaitSettled(LONG);
                assertThat(api.ok("/api/v1/papers/harbour:e").path("id").asInt())
                        .isGreaterThan(3);
                assertThat(Snapshot.of(api).citing().get("harbour:a")).hasSize(3);
                assertThat(command(
                                1,
                                "export",
                                directory.resolve("live").toString(),
                                "--data",
                                data.toString(),
                                "--mongo",
                                uri))
                        .contains("running");
            }
            assertThat(Files.getLastModifiedTime(documents)).isEqualTo(asMoved);
            assertThatThrownBy(() -> RunningProduct.start(data, RunningProduct.WITHOUT_EMBEDDINGS))
                    .as("with what was there before the move")
                    .hasMessageContaining("Name that server");
            assertThat(command(1, "export", directory.resolve("stale").toString(), "--data", data.toString()))
                    .contains("Name that server");
            assertThat(command(
                            0,
                            "export",
                            directory.resolve("of-the-server").toString(),
                            "--data",
                            data.toString(),
                            "--mongo",
                            uri))
                    .containsPattern("query-gateway.views: [4-9]");
        }
        assertThatThrownBy(() -> RunningProduct.start(
                        directory.resolve("misled"), Map.of("spring.mongodb.uri", "mongodb://127.0.0.1/one")))
                .hasMessageContaining("must name none");
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    private static void submit(Api api, String key, String records) {
        assertThat(api.post("/api/v1/submissions", key, records).statusCode()).isEqualTo(202);
    }

    private String command(int exitCode, String... arguments) throws AssertionError {
        StringWriter said = new StringWriter();
        Path key = directory.resolve("data/api-key");
        try {
            System.setProperty(
                    "citestream.key", Files.exists(key) ? Files.readString(key).strip() : "none");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        int code = OperatorClient.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(arguments);
        assertThat(code).as(said.toString()).isEqualTo(exitCode);
        return said.toString();
    }
}
