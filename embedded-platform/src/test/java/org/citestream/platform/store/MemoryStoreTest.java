package org.citestream.platform.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemoryStoreTest extends DocumentStoreContract {

    private final EmbeddedStore store = EmbeddedStore.inMemory();

    @AfterAll
    void close() {
        store.close();
    }

    @Override
    String connectionString() {
        return store.connectionString();
    }
}
