package org.citestream.platform.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bson.Document;
import org.citestream.platform.process.VictimProcess;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {

    private static final Random SEEDED = new Random(4);

    @TempDir
    Path directory;

    @Test
    void everythingIsThereAfterClosingAndOpeningAgain() {
        use(papers -> {
            papers.createIndex(Indexes.ascending("doi"), new IndexOptions().unique(true));
            papers.insertMany(IntStream.range(0, 3000)
                    .mapToObj(i -> new Document("_id", i).append("doi", "10.1/" + i))
                    .toList());
        });
        use(papers -> {
            assertThat(papers.countDocuments()).isEqualTo(3000);
            assertThat(papers.find(eq("doi", "10.1/2999")).first()).containsEntry("_id", 2999);
            assertThatThrownBy(() -> papers.insertOne(new Document("_id", -1).append("doi", "10.1/5")))
                    .isInstanceOf(MongoWriteException.class);
        });
    }

    @Test
    void aDirectoryInUseIsRefusedWithASentenceThatSaysSo() {
        try (EmbeddedStore store = EmbeddedStore.onDisk(directory)) {
            assertThat(store.connectionString()).startsWith("mongodb://127.0.0.1:");
            assertThatThrownBy(() -> EmbeddedStore.onDisk(directory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Another store is running on")
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void aFileThatIsOverwrittenAgainAndAgainStaysBounded() {
        use(papers -> {
            for (int round = 0; round < 40; round++) {
                String text = "round %d ".formatted(round).repeat(200);
                papers.deleteMany(new Document());
                papers.insertMany(IntStream.range(0, 1000)
                        .mapToObj(i -> new Document("_id", i).append("text", text))
                        .toList());
            }
        });
        use(papers -> await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(fileSize()).isLessThan(25_000_000)));
    }

    @Test
    void whatWasAcknowledgedSurvivesTheDeathOfTheProcess() throws Exception {
        killAndCheck(3);
    }

    @Tag("slow")
    @RepeatedTest(10)
    void whatWasAcknowledgedSurvivesManyDeathsOfTheProcess() throws Exception {
        killAndCheck(6);
    }

    /** Kills a writer several times on the same file, each time at another moment, and checks after each. */
    private void killAndCheck(int deaths) throws Exception {
        for (int death = 0; death < deaths; death++) {
            List<Integer> acknowledged = writeUntilKilled();
            try (EmbeddedStore store = EmbeddedStore.onDisk(directory);
                    MongoClient client = MongoClients.create(store.connectionString())) {
                MongoDatabase database = client.getDatabase("killed");
                for (int batch : acknowledged) {
                    assertComplete(database.getCollection("papers"), batch);
                }
                assertThat(position(database, "positions", "position"))
                        .as("the position is never ahead of the data")
                        .isLessThanOrEqualTo(position(database, "data", "data"));
            }
        }
    }

    private List<Integer> writeUntilKilled() throws IOException, InterruptedException {
        try (VictimProcess writer = VictimProcess.start(JournaledWriter.class, directory)) {
            int batches = 5 + SEEDED.nextInt(40);
            for (int i = 0; i < batches; i++) {
                writer.awaitLine(line -> line.matches("\\d+"));
            }
            return writer.kill().stream()
                    .filter(line -> line.matches("\\d+"))
                    .map(Integer::valueOf)
                    .toList();
        }
    }

    private static void assertComplete(MongoCollection<Document> papers, int batch) {
        List<Integer> numbers = IntStream.range(batch * JournaledWriter.BATCH, (batch + 1) * JournaledWriter.BATCH)
                .boxed()
                .toList();
        List<String> ids = numbers.stream().map(number -> "paper " + number).toList();
        assertThat(papers.countDocuments(in("_id", ids))).as("batch %d", batch).isEqualTo(JournaledWriter.BATCH);
        String doi = "10.1/" + numbers.getFirst();
        assertThat(papers.find(eq("doi", doi)).first()).containsEntry("_id", ids.getFirst());
        assertThatThrownBy(() -> papers.insertOne(new Document("_id", "copy").append("doi", doi)))
                .isInstanceOf(MongoWriteException.class);
    }

    private static int position(MongoDatabase database, String collection, String id) {
        Document found = database.getCollection(collection).find(eq("_id", id)).first();
        return found == null ? 0 : found.getInteger("position");
    }

    private void use(Consumer<MongoCollection<Document>> work) {
        try (EmbeddedStore store = EmbeddedStore.onDisk(directory);
                MongoClient client = MongoClients.create(store.connectionString())) {
            work.accept(client.getDatabase("durable").getCollection("papers"));
        }
    }

    private long fileSize() throws IOException {
        try (var files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
