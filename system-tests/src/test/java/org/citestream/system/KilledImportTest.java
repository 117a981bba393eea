package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.citestream.benchmarks.generated.GeneratedProceedings;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Killed in the middle of an import, and started again: nothing lost, nothing doubled. */
@Tag("slow")
class KilledImportTest {

    private static final int PAPERS = 3000;

    @TempDir
    Path directory;

    @Test
    void anImportThatIsKilledGoesOnAtTheNextStartToTheSameEnd() throws Exception {
        GeneratedProceedings proceedings = new GeneratedProceedings(PAPERS, 5);
        Path file = proceedings.write(directory.resolve("proceedings.xml.gz"), false);
        Path data = directory.resolve("data");
        int port = RunningProduct.freePort();
        Api api = new Api("http://127.0.0.1:" + port);

        int first = killWhileReading(api, RunningProduct.startProcess(data, port, file), 0);
        int second = killWhileReading(api, RunningProduct.startProcess(data, port), first);
        assertThat(Files.readString(data.resolve("logs").resolve("citestream.log")))
                .as("it goes on without being named again")
                .contains("from record ");
        assertThat(second).isBetween(first, PAPERS - 1);

        Process last = RunningProduct.startProcess(data, port);
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .until(() -> api.ok("/api/v1/stats").path("viewable").asLong() > 0);
            api.awaitSettled(Duration.ofMinutes(4));
            assertThat(api.ok("/api/v1/stats").path("papers").asInt()).isEqualTo(PAPERS);
            assertThat(api.ok("/api/v1/stats").path("citations").asLong()).isEqualTo(proceedings.citations());
            Snapshot survived = Snapshot.of(api);
            ImportTest.assertSame(undisturbed(file), survived);
        } finally {
            last.destroy();
            assertThat(last.waitFor(60, TimeUnit.SECONDS))
                    .as("stops cleanly within a minute")
                    .isTrue();
        }
    }

    private Snapshot undisturbed(Path file) throws IOException {
        try (Standalone product =
                RunningProduct.start(directory.resolve("undisturbed"), RunningProduct.WITHOUT_EMBEDDINGS, file)) {
            Api api = new Api(product.address());
            api.awaitSettled(Duration.ofMinutes(4));
            return Snapshot.of(api);
        }
    }

    /** Kills it once its import has come beyond a checkpoint, and is not through; returns the checkpoint that it had reached. */
    private static int killWhileReading(Api api, Process process, int beyond) throws InterruptedException {
        AtomicInteger checkpoint = new AtomicInteger();
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> {
                    assertThat(process.isAlive()).isTrue();
                    JsonNode reading = api.ok("/api/v1/imports").path("imports").path(0);
                    assertThat(reading.path("state").asString()).isEqualTo("RUNNING");
                    checkpoint.set(reading.path("checkpoint").asInt());
                    return checkpoint.get() > beyond + 200;
                });
        process.destroyForcibly().waitFor();
        return checkpoint.get();
    }
}
