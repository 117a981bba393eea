package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.citestream.benchmarks.fuzz.ApiFuzzer;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of what {@code ./bench fuzz} does to the API. */
@Tag("slow")
class FuzzedApiTest {

    private static final int REQUESTS = 4_000;

    @TempDir
    Path directory;

    @Test
    void whateverIsAskedIsAnsweredInTimeAndWhatIsRefusedIsRefusedInWords() throws Exception {
        try (Standalone product = RunningProduct.start(
                directory.resolve("data"), RunningProduct.WITHOUT_EMBEDDINGS, RunningProduct.samples())) {
            new Api(product.address()).awaitSettled(Duration.ofMinutes(3));
            ApiFuzzer fuzzer = new ApiFuzzer(product.address(), product.apiKey(), 1);
            fuzzer.run(() -> fuzzer.asked() >= REQUESTS);
            assertThat(fuzzer.findings()).isEmpty();
            assertThat(fuzzer.kinds())
                    .as("operations are answered as well as refused")
                    .contains(
                            "GET /api/v1/papers 200",
                            "GET /api/v1/papers 400",
                            "GET /api/v1/papers/{id} 200",
                            "POST /ingest/api/v1/submissions 202",
                            "POST /ingest/api/v1/submissions 422");
        }
    }
}
