package org.citestream.client;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a product keeps everything: the directory of one that is stopped, or its servers. */
final class Place {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The directory of a stopped ./quickstart, whose broker and store are embedded; where it was started with --mongodb, --mongo names that server.")
    @Nullable
    Path data;

    @Option(
            names = "--mongo",
            paramLabel = "URI",
            defaultValue = "${env:MONGODB_URI}",
            description =
                    "The MongoDB server (environment MONGODB_URI, where a password is not in the list of processes).")
    @Nullable
    String mongo;

    @Option(
            names = "--kafka",
            paramLabel = "SERVERS",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS}",
            description = "The Kafka broker (environment KAFKA_BOOTSTRAP_SERVERS).")
    @Nullable
    String kafka;

    @Option(
            names = "--kafka-settings",
            paramLabel = "FILE",
            description = "Further settings of Kafka's client, such as security.protocol, as a properties file.")
    @Nullable
    Path kafkaSettings;

    @Option(
            names = "--audit-database",
            paramLabel = "NAME",
            description =
                    "The database of the ingest service, where it is written down (default: that whose name begins with ingest).")
    @Nullable
    String auditDatabase;

    /** Broker and store, open. */
    record Opened(
            Broker broker,
            MongoClient store,
            @Nullable EmbeddedBroker embeddedBroker,
            @Nullable EmbeddedStore embeddedStore)
            implements AutoCloseable {

        @Override
        public void close() {
            broker.close();
            store.close();
            if (embeddedStore != null) {
                embeddedStore.close();
            }
            if (embeddedBroker != null) {
                embeddedBroker.close();
            }
        }
    }

    /**
     * Refuses a server that would not be written to.
     *
     * @param serverGiven whether it was given as an option
     */
    void requireOneStore(boolean serverGiven) {
        if (serverGiven && data != null && !EmbeddedStore.isLeft(data.resolve("store"))) {
            throw new RefusedException(
                    "The store of " + data
                            + " is in that directory: leave --mongo out, and bring all to the server with ./citestream move afterwards.");
        }
    }

    /**
     * Opens both.
     *
     * @param create whether a directory that is not there is made
     */
    Opened open(boolean create) {
        Path directory = data;
        if (directory == null) {
            if (mongo == null || mongo.isBlank() || kafka == null || kafka.isBlank()) {
                throw new RefusedException("Give --data, or both --mongo and --kafka.");
            }
            return new Opened(new Broker(kafka, kafkaSettings), MongoClients.create(mongo), null, null);
        }
        if (!create && !Files.isDirectory(directory.resolve("kafka"))) {
            throw new RefusedException(directory + " holds no product.");
        }
        boolean onServer = EmbeddedStore.isLeft(directory.resolve("store")) && mongo != null && !mongo.isBlank();
        EmbeddedStore store = onServer ? null : store(directory);
        EmbeddedBroker broker = null;
        MongoClient client = null;
        try {
            client = MongoClients.create(store == null ? String.valueOf(mongo) : store.connectionString());
            broker = EmbeddedBroker.start(directory.resolve("kafka"));
            return new Opened(new Broker(broker.bootstrapServers(), null), client, broker, store);
        } catch (RuntimeException e) {
            if (client != null) {
                client.close();
            }
            if (broker != null) {
                broker.close();
            }
            if (store != null) {
                store.close();
            }
            throw e instanceof IllegalStateException || e instanceof IllegalArgumentException
                    ? new RefusedException(String.valueOf(e.getMessage()))
                    : e;
        }
    }

    /**
     * The embedded store of a product.
     *
     * @throws RefusedException if the product is running
     */
    static EmbeddedStore store(Path directory) {
        try {
            return EmbeddedStore.onDisk(directory.resolve("store"));
        } catch (IllegalStateException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    /** The database in which it is written down. */
    String auditDatabase(Set<String> databases) {
        if (auditDatabase != null) {
            return auditDatabase;
        }
        return databases.stream()
                .filter(each -> each.startsWith("ingest"))
                .findFirst()
                .orElseThrow(
                        () -> new RefusedException(
                                "None of the databases has a name that begins with ingest, so name that of the ingest service with --audit-database."));
    }
}
