package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The largest record there can be, through every stage. */
@Tag("slow")
class LargestRecordTest {

    private static final int REFERENCES = 100_000;
    private static final int AUTHORS = 10_000;
    private static final int TITLE = 5_000;
    private static final int ABSTRACT = 100_000;
    private static final int LARGEST = 16 << 20;
    private static final Duration LONG = Duration.ofMinutes(4);

    @TempDir
    Path directory;

    @Test
    void aPaperWithAHundredThousandReferencesComesToItsViewAndThoseItCitesAreFoundAmongThem() throws Exception {
        try (Standalone product = RunningProduct.start(directory.resolve("data"), RunningProduct.WITHOUT_EMBEDDINGS)) {
            Api api = new Api(product.address());
            String references = IntStream.range(0, REFERENCES)
                    .mapToObj(number -> number % (REFERENCES / 2) == 0
                            ? "\"harbour:tide" + number + "\""
                            : "{\"title\":\"On the Tides of Harbour Number " + number + "\",\"year\":"
                                    + (1900 + number % 100) + ",\"author\":\"A. Moon\"}")
                    .collect(Collectors.joining(","));
            api.submit(product.apiKey(), paper("all", "All Tides", references));
            api.submit(product.apiKey(), paper("tide0", "The First Tide", ""));
            api.submit(product.apiKey(), paper("tide" + REFERENCES / 2, "The Middle Tide", ""));
            api.awaitSettled(LONG);

            JsonNode view = api.ok("/api/v1/papers/harbour:all");
            assertThat(view.path("references").path("count").asInt()).isEqualTo(2);
            assertThat(view.path("references").path("unresolved").asInt()).isEqualTo(REFERENCES - 2);
            assertThat(view.path("rank").asInt()).isPositive();
            assertThat(api.all("/api/v1/papers/harbour:all/references").stream()
                            .map(item -> item.path("title").asString()))
                    .containsExactlyInAnyOrder("The First Tide", "The Middle Tide");

            api.submit(product.apiKey(), paper("all", "All Tides, Corrected", references));
            api.awaitSettled(LONG);
            assertThat(api.ok("/api/v1/papers/harbour:all").path("title").asString())
                    .isEqualTo("All Tides, Corrected");
            assertThat(api.ok("/api/v1/stats").path("papers").asInt()).isEqualTo(3);
        }
    }

    @Test
    void twoRecordsOfOnePaperEachAsLargeAsCanBeComeToItsView() throws Exception {
        try (Standalone product = RunningProduct.start(directory.resolve("data"), RunningProduct.WITHOUT_EMBEDDINGS)) {
            Api api = new Api(product.address());
            for (String source : List.of("harbour", "lighthouse")) {
                String references = IntStream.range(1, REFERENCES)
                        .mapToObj(number ->
                                "{\"title\":\"On the Tides of %s Number %d, %s\",\"year\":2000,\"author\":\"A. Moon\"}"
                                        .formatted(source, number, "as Seen by Those Who Wait for Them, ".repeat(2)))
                        .collect(Collectors.joining(","));
                String record = paper("all", "All Tides", "\"harbour:first\"," + references)
                        .replace("\"source\":\"harbour\"", "\"source\":\"" + source + "\",\"doi\":\"10.9999/tides\"");
                assertThat(record.length()).as("bytes of a record").isBetween(LARGEST * 4 / 5, LARGEST);
                api.submit(product.apiKey(), record);
            }
            api.submit(product.apiKey(), paper("first", "The First Tide", ""));
            api.awaitSettled(LONG);

            JsonNode view = api.ok("/api/v1/papers/doi:10.9999%2Ftides");
            assertThat(view.path("keys").toString()).contains("harbour:all", "lighthouse:all");
            assertThat(view.path("references").path("count").asInt()).isEqualTo(1);
            assertThat(view.path("references").path("unresolved").asInt()).isPositive();
            assertThat(api.ok("/api/v1/stats").path("papers").asInt()).isEqualTo(2);
        }
    }

    /** The longest names that there may be, and names of which there may be as many. */
    @ParameterizedTest
    @ValueSource(ints = {500, 50})
    void tenThousandAuthorsWhoseNamesDoNotCompressAreShownOrRefusedAtOnce(int length) throws Exception {
        Random random = new Random(length);
        List<String> names = IntStream.range(0, AUTHORS)
                .mapToObj(_ -> ideographs(random, length))
                .toList();
        String record =
                paper("all", "All Tides", "").replace("[\"all Author\"]", "[\"" + String.join("\",\"", names) + "\"]");
        assertThat(bytes(record)).as("bytes of a record").isBetween(3 * AUTHORS * length, LARGEST);
        assertIsShownOrRefusedAtOnce(
                record,
                view -> assertThat(view.path("authors")
                                .valueStream()
                                .map(each -> each.path("name").asString())
                                .toList())
                        .isEqualTo(names));
    }

    @Test
    void aRecordOfTextThatDoesNotCompressIsShownOrRefusedAtOnceThoughItIsAsLargeAsCanBe() throws Exception {
        Random random = new Random(REFERENCES);
        String title = ideographs(random, TITLE);
        String abstractText = ideographs(random, ABSTRACT);
        int each = (LARGEST - bytes(paper("all", title + abstractText, "")) - 100) / REFERENCES;
        String references = IntStream.range(0, REFERENCES)
                .mapToObj(_ -> "{\"title\":\"" + ideographs(random, (each - bytes("{\"title\":\"\"},")) / 3) + "\"}")
                .collect(Collectors.joining(","));
        String record =
                paper("all", title, references).replace("\"year\":", "\"abstract\":\"" + abstractText + "\",\"year\":");
        assertThat(bytes(record)).as("bytes of a record").isBetween(LARGEST * 9 / 10, LARGEST);
        assertIsShownOrRefusedAtOnce(record, view -> {
            assertThat(view.path("title").asString()).isEqualTo(title);
            assertThat(view.path("abstract").asString()).isEqualTo(abstractText);
            assertThat(view.path("references").path("count").asInt()).isZero();
            assertThat(view.path("references").path("unresolved").asInt()).isEqualTo(REFERENCES);
        });
    }

    /** Whoever is told that a record was taken finds all of it, and whoever is refused is told by which limit. */
    private void assertIsShownOrRefusedAtOnce(String record, Consumer<JsonNode> whole) throws Exception {
        try (Standalone product = RunningProduct.start(directory.resolve("data"), RunningProduct.WITHOUT_EMBEDDINGS)) {
            Api api = new Api(product.address());
            HttpResponse<String> answer = api.post("/api/v1/submissions", product.apiKey(), record);
            if (answer.statusCode() == 202) {
                api.awaitSettled(LONG);
                assertThat(deadLetters(api, product.apiKey()))
                        .as("why it was lost")
                        .isEmpty();
                whole.accept(api.ok("/api/v1/papers/harbour:all"));
            } else {
                assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
                assertThat(answer.headers().firstValue("Content-Type"))
                        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
                assertThat(Api.json(answer)
                                .path("receipts")
                                .path(0)
                                .path("reason")
                                .asString(""))
                        .as("what is allowed: %s", answer.body())
                        .containsPattern("at most [0-9,]+ ");
            }
        }
    }

    private static List<String> deadLetters(Api api, String operatorKey) {
        return Api.json(api.send(
                        HttpRequest.newBuilder(api.uri("/api/v1/dead-letters")).header("X-API-Key", operatorKey)))
                .path("letters")
                .valueStream()
                .map(each ->
                        each.path("stage").asString() + ": " + each.path("why").asString())
                .toList();
    }

    /** Drawn by chance, each of three bytes in UTF-8. */
    private static String ideographs(Random random, int count) {
        return random.ints(count, 0x4E00, 0x9FA6)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String paper(String key, String title, String references) {
        return "{\"source\":\"harbour\",\"key\":\"" + key + "\",\"title\":\"" + title
                + "\",\"year\":2024,\"venue\":\"VLDB\",\"authors\":[\"" + key + " Author\"],\"references\":["
                + references
                + "]}";
    }
}
