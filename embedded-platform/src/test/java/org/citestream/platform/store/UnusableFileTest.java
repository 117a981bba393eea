package org.citestream.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store answers whose file was closed under it, as when the disk is full: that it is away, not that the command is wrong. */
class UnusableFileTest {

    private final MVStore file = new MVStore.Builder().open();
    private final EmbeddedStore store = EmbeddedStore.serve(file, StoreOptions.defaults());
    private final MongoClient client = MongoClients.create(MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(store.connectionString()))
            .applyToClusterSettings(settings -> settings.serverSelectionTimeout(2, TimeUnit.SECONDS))
            .build());

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    @Test
    void whoReadsOrWritesIsToldThatTheStoreIsAway() {
        MongoCollection<Document> papers = client.getDatabase("db").getCollection("papers");
        papers.insertOne(new Document("_id", 1));
        file.closeImmediately();

        assertAway(() -> papers.find(new Document("_id", 1)).first());
        assertAway(() -> papers.insertOne(new Document("_id", 2)));
        assertAway(() -> client.getDatabase("db").runCommand(new Document("ping", 1)));
    }

    /** At first the node says so, with the code of one that shuts down; then the driver knows, and waits in vain for one that serves. */
    private static void assertAway(ThrowingCallable command) {
        Throwable failure = catchThrowable(command);
        if (!(failure instanceof MongoTimeoutException)) {
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            MongoException.class, e -> assertThat(e.getCode()).isEqualTo(91));
        }
    }
}
