package org.citestream.platform.store;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A server on 127.0.0.1 that speaks the MongoDB wire protocol, its documents on disk or in memory.
 *
 * <p>A write with {@code j: true} or {@code w: "majority"} is answered when it has been written to the file, together
 * with all writes before it; the death of the process then cannot undo it. (The file is not forced through the
 * operating system's cache, so a power cut can.) Other writes follow within {@link StoreOptions#flushInterval()}.
 * Writes reach the file in the order they were made, so a store that was killed has all of them up to some moment.
 *
 * <p>Fast are reads and writes by {@code _id}, by {@code _id} with {@code $in}, and by the exact fields of a unique
 * index. Every other filter and every sort reads the whole collection: only unique indexes exist, others are ignored.
 * There are no sessions, transactions, pipeline updates, text search or change streams.
 */
public final class EmbeddedStore implements AutoCloseable {

    /** In the directory of a store, names the server that has its collections. */
    private static final String LEFT_FOR = "left-for";

    private static final String HOST = "127.0.0.1";

    /** Small pages: a changed document takes its whole page to the file with it. */
    private static final int PAGE_BYTES = 4 * 1024;

    /** A part of the file that was replaced is not written over while a reader may still be in it. */
    private static final int KEPT_AFTER_REPLACEMENT_MS = 3_000;

    private final MongoServer server;
    private final Journal journal;
    private final InetSocketAddress address;

    private EmbeddedStore(MongoBackend backend, Journal journal, int port) {
        this.journal = journal;
        this.server = new MongoServer(backend);
        try {
            server.bind(HOST, port);
        } catch (RuntimeException failure) {
            backend.close();
            throw failure;
        }
        this.address = server.getLocalAddress();
    }

    /** {@link #onDisk(Path, StoreOptions)} with {@link StoreOptions#defaults()}. */
    public static EmbeddedStore onDisk(Path directory) {
        return onDisk(directory, StoreOptions.defaults());
    }

    /**
     * Opens the store in a directory, which is created if need be.
     *
     * @throws IllegalStateException if another store has this directory open, or its collections are elsewhere ({@link #leave})
     * @throws UncheckedIOException if the directory cannot be written
     */
    public static EmbeddedStore onDisk(Path directory, StoreOptions options) {
        try {
            Files.createDirectories(directory);
            if (isLeft(directory)) {
                Path left = directory.resolve(LEFT_FOR);
                throw new IllegalStateException(
                        "The collections of %s are on %s. Name that server, or remove %s to go back to what was here before"
                                .formatted(directory, Files.readString(left).strip(), left));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No store can be opened in " + directory, e);
        }
        return serve(open(directory, options), options);
    }

    /**
     * From now on the collections that belong to a directory are on a server, and no store is opened there, which would know nothing of what comes.
     *
     * @param directory of a store, or where one would be
     * @param server which is told to who opens a store there
     * @throws UncheckedIOException if the directory cannot be written
     */
    public static void leave(Path directory, String server) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(LEFT_FOR), server + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "It cannot be noted in " + directory + " that its collections are on " + server, e);
        }
    }

    /** Whether the collections that belong to a directory are on a server. */
    public static boolean isLeft(Path directory) {
        return Files.exists(directory.resolve(LEFT_FOR));
    }

    static EmbeddedStore serve(MVStore store, StoreOptions options) {
        Journal journal = new Journal(store, options.flushInterval());
        StoreBackend backend;
        try {
            backend = new StoreBackend(store, journal);
        } catch (RuntimeException | Error failure) {
            store.closeImmediately();
            throw failure;
        }
        return new EmbeddedStore(backend, journal, options.port());
    }

    private static MVStore open(Path directory, StoreOptions options) {
        try {
            MVStore store = new MVStore.Builder()
                    .fileName(directory.resolve("documents.mv").toAbsolutePath().toString())
                    .cacheSize(options.cacheMegabytes())
                    .pageSplitSize(PAGE_BYTES)
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .open();
            store.setVersionsToKeep(0);
            store.setRetentionTime(KEPT_AFTER_REPLACEMENT_MS);
            return store;
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new IllegalStateException(
                        "Another store is running on " + directory.toAbsolutePath() + "; stop it or choose another one",
                        e);
            }
            throw e;
        }
    }

    /** A store that is gone when it is closed. */
    public static EmbeddedStore inMemory() {
        MVStore store = new MVStore.Builder().pageSplitSize(PAGE_BYTES).open();
        store.setVersionsToKeep(0);
        return serve(store, StoreOptions.defaults());
    }

    /** What a MongoDB driver connects with, for example {@code mongodb://127.0.0.1:38121}. */
    public String connectionString() {
        return "mongodb://" + HOST + ":" + address.getPort();
    }

    /** Size of the file, in bytes; 0 of a store in memory. */
    public long fileBytes() {
        return journal.fileBytes();
    }

    /** How often changes were written to the file since it was opened. */
    public long commits() {
        return journal.commits();
    }

    /** How long that has taken in all. */
    public Duration committing() {
        return journal.committing();
    }

    /** Answers no more, writes what is not yet written, and closes the file. */
    @Override
    public void close() {
        server.shutdown();
    }
}
