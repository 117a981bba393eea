package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The largest record there can be, through every stage. */
@Tag("slow")
class LargestRecordTest {

    private static final int REFERENCES = 100_000;
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

    private static String paper(String key, String title, String references) {
        return "{\"source\":\"harbour\",\"key\":\"" + key + "\",\"title\":\"" + title
                + "\",\"year\":2024,\"venue\":\"VLDB\",\"authors\":[\"" + key + " Author\"],\"references\":["
                + references
                + "]}";
    }
}
