package org.citestream.platform.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiskStoreTest extends DocumentStoreContract {

    private final EmbeddedStore store;

    DiskStoreTest(@TempDir Path directory) {
        this.store = EmbeddedStore.onDisk(directory);
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Override
    String connectionString() {
        return store.connectionString();
    }
}
