package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.citestream.benchmarks.GeneratedProceedings;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

        killWhenViewable(api, RunningProduct.startProcess(data, port, file), 200);
        killWhenViewable(api, RunningProduct.startProcess(data, port, file), 1500);

        Process last = RunningProduct.startProcess(data, port, file);
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

    private static void killWhenViewable(Api api, Process process, int papers) throws InterruptedException {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> {
                    assertThat(process.isAlive()).isTrue();
                    return api.ok("/api/v1/stats").path("viewable").asInt() >= papers;
                });
        process.destroyForcibly().waitFor();
    }
}
