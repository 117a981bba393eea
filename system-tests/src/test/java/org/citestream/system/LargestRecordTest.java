package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
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

    private static String paper(String key, String title, String references) {
        return "{\"source\":\"harbour\",\"key\":\"" + key + "\",\"title\":\"" + title
                + "\",\"year\":2024,\"venue\":\"VLDB\",\"authors\":[\"" + key + " Author\"],\"references\":["
                + references
                + "]}";
    }
}
