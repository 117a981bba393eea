package org.citestream.ingest.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.citestream.platform.store.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.mongodb.core.MongoTemplate;

/** What is written down of an order, before and after it is done. */
class AuditTest {

    private static final InstantSource STANDING_STILL = InstantSource.fixed(Instant.parse("2026-03-14T09:26:53Z"));
    private static final Map<String, String> WITH = Map.of("boat", "blue");

    private final AtomicInteger done = new AtomicInteger();
    private EmbeddedStore store;
    private MongoClient client;
    private Audit audit;

    @BeforeEach
    void start() {
        store = EmbeddedStore.inMemory();
        client = MongoClients.create(store.connectionString() + "/?serverSelectionTimeoutMS=500");
        audit = new Audit(new MongoTemplate(client, "ingest"), STANDING_STILL);
    }

    @AfterEach
    void stop() {
        client.close();
        store.close();
    }

    @Test
    void anOrderIsWrittenDownAsBegunAndThenWithWhatCameOfIt() {
        int boats = audit.doing("ann", "paint boats", WITH, done::incrementAndGet, count -> count + " painted");
        assertThat(boats).isEqualTo(1);
        assertThat(audit.entries())
                .as("the latest first, also of one moment")
                .extracting(Audit.Entry::outcome)
                .containsExactly("1 painted", "begun");
        assertThat(audit.entries()).allSatisfy(each -> {
            assertThat(each.by()).isEqualTo("ann");
            assertThat(each.action()).isEqualTo("paint boats");
            assertThat(each.parameters()).isEqualTo(WITH);
        });
    }

    @Test
    void anOrderThatFailsSaysWhyAndFailsAsItDid() {
        IllegalStateException why = new IllegalStateException("no paint");
        assertThatThrownBy(() -> audit.doing("ann", "paint boats", WITH, () -> fail(why), String::valueOf))
                .isSameAs(why);
        assertThat(audit.entries()).extracting(Audit.Entry::outcome).containsExactly("broken off: no paint", "begun");
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() {
        store.close();
        assertThatThrownBy(() -> audit.doing("ann", "paint boats", WITH, done::incrementAndGet, String::valueOf))
                .isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(done).hasValue(0);
    }

    @Test
    void whoeverAskedIsToldWhatCameOfItThoughThatCannotBeWrittenDown() {
        assertThat(audit.<Integer>doing(
                        "ann",
                        "paint boats",
                        WITH,
                        () -> {
                            store.close();
                            return done.incrementAndGet();
                        },
                        String::valueOf))
                .isEqualTo(1);
    }

    private static int fail(RuntimeException why) {
        throw why;
    }
}
