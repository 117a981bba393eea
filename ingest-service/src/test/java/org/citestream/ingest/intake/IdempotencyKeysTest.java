package org.citestream.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.citestream.platform.store.EmbeddedStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.mongodb.core.MongoTemplate;

class IdempotencyKeysTest {

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-03-14T09:26:53Z");

    @Test
    void anAnswerIsKeptForADayAndThenSweptUnlessItWasKeptAgain() throws IOException {
        Path body = directory.resolve("answer");
        Files.write(body, new byte[5 * 1024 * 1024]);
        try (EmbeddedStore store = EmbeddedStore.inMemory();
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoTemplate mongo = new MongoTemplate(client, "test");
            IdempotencyKeys keys = new IdempotencyKeys(mongo, () -> now);
            keys.sweep();
            keys.keep("a", "print", 202, body);
            keys.keep("b", "print", 202, body);

            pass(Duration.ofHours(23));
            keys.sweep();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            keys.write(keys.find("a").orElseThrow(), out);
            assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(body));

            pass(Duration.ofHours(1).plusSeconds(30));
            assertThat(keys.find("b")).isEmpty();
            keys.keep("b", "another print", 202, body);
            pass(Duration.ofHours(1));
            keys.sweep();
            assertThat(keys.find("a")).isEmpty();
            assertThat(keys.find("b")).isPresent();
            assertThat(mongo.getCollection("answers").countDocuments())
                    .as("head and two pieces of the one that was kept again")
                    .isEqualTo(3);

            pass(Duration.ofDays(40));
            keys.sweep();
            assertThat(mongo.getCollection("answers").countDocuments()).isZero();
            assertThat(mongo.getCollection("answer-minutes").countDocuments())
                    .as("how far it is swept")
                    .isOne();
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
