package org.citestream.platform.store;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server on 127.0.0.1 that speaks the MongoDB wire protocol, its documents on disk or in memory. */
public final class EmbeddedStore implements AutoCloseable {

    private final MongoServer server;
    private final InetSocketAddress address;

    private EmbeddedStore(MongoBackend backend) {
        this.server = new MongoServer(backend);
        this.address = server.bind();
    }

    /**
     * Opens the store in a directory, which is created if need be.
     *
     * @throws UncheckedIOException if the directory cannot be written
     */
    public static EmbeddedStore onDisk(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("No store can be opened in " + directory, e);
        }
        return new EmbeddedStore(new H2Backend(directory.resolve("documents.mv").toString()));
    }

    /** A store that is gone when it is closed. */
    public static EmbeddedStore inMemory() {
        return new EmbeddedStore(new MemoryBackend());
    }

    /** What a MongoDB driver connects with, for example {@code mongodb://127.0.0.1:38121}. */
    public String connectionString() {
        return "mongodb://127.0.0.1:" + address.getPort();
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
