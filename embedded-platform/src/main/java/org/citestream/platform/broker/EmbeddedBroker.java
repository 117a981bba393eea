package org.citestream.platform.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker in this process: KRaft, broker and controller in one, on 127.0.0.1, its log in one directory.
 *
 * <p>A record that was acknowledged survives the death of the process at any moment, since the operating system then
 * still writes what it was given. It need not survive a power cut, unless
 * {@link BrokerOptions#flushEveryMessages()} asks for that.
 *
 * <p>Kafka writes a few hundred lines at its start; the logger {@code org.citestream} needs none of them, so give
 * {@code kafka}, {@code state.change.logger} and {@code org.apache.kafka} the level {@code WARN} or above.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final DirectoryLock lock;
    private final BrokerPorts ports;

    private EmbeddedBroker(KafkaRaftServer server, DirectoryLock lock, BrokerPorts ports) {
        this.server = server;
        this.lock = lock;
        this.ports = ports;
    }

    /** {@link #start(Path, BrokerOptions)} with {@link BrokerOptions#defaults()}. */
    public static EmbeddedBroker start(Path directory) {
        return start(directory, BrokerOptions.defaults());
    }

    /**
     * Starts a broker on a directory, which is created and formatted if need be. Returns when the broker serves
     * clients: after one to three seconds, after about three more if the last broker there was killed.
     *
     * @throws IllegalStateException if another broker runs on this directory
     * @throws UncheckedIOException if the directory cannot be written
     */
    public static EmbeddedBroker start(Path directory, BrokerOptions options) {
        return begin(directory, options).started();
    }

    /**
     * Begins to start a broker, and returns as soon as it is known where it will be.
     *
     * @throws IllegalStateException if another broker runs on this directory
     * @throws UncheckedIOException if the directory cannot be written
     */
    public static Starting begin(Path directory, BrokerOptions options) {
        try {
            Files.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                BrokerPorts ports = BrokerPorts.choose(directory.resolve("ports.properties"), options.port());
                CompletableFuture<EmbeddedBroker> start = CompletableFuture.supplyAsync(
                        () -> start(directory, options, lock, ports),
                        Thread.ofPlatform().name("broker-start")::start);
                return new Starting(ports, start);
            } catch (RuntimeException | IOException | Error failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException e) {
            throw noBroker(directory, e);
        }
    }

    private static UncheckedIOException noBroker(Path directory, IOException cause) {
        return new UncheckedIOException("No broker can be started on " + directory, cause);
    }

    /** A broker that is about to be there. Closing it waits until it is, and closes it. */
    public static final class Starting implements AutoCloseable {

        private final BrokerPorts ports;
        private final CompletableFuture<EmbeddedBroker> start;

        private Starting(BrokerPorts ports, CompletableFuture<EmbeddedBroker> start) {
            this.ports = ports;
            this.start = start;
        }

        /** Where clients will connect, for example {@code 127.0.0.1:41237}. */
        public String bootstrapServers() {
            return "127.0.0.1:" + ports.clients();
        }

        /**
         * The broker, once it serves clients; whoever asks is kept waiting until then.
         *
         * @throws IllegalStateException if it could not be started
         * @throws UncheckedIOException if its directory cannot be written
         */
        public EmbeddedBroker started() {
            try {
                return start.join();
            } catch (CompletionException e) {
                switch (e.getCause()) {
                    case RuntimeException failure -> throw failure;
                    case Error failure -> throw failure;
                    case null, default -> throw e;
                }
            }
        }

        @Override
        public void close() {
            EmbeddedBroker broker;
            try {
                broker = started();
            } catch (RuntimeException e) {
                return; // who waited for it was told
            }
            broker.close();
        }
    }

    private static EmbeddedBroker start(Path directory, BrokerOptions options, DirectoryLock lock, BrokerPorts ports) {
        try {
            return serve(directory, options, lock, ports);
        } catch (IOException e) {
            close(lock, e);
            throw noBroker(directory, e);
        } catch (RuntimeException | Error failure) {
            close(lock, failure);
            throw failure;
        }
    }

    private static void close(DirectoryLock lock, Throwable failure) {
        try {
            lock.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static EmbeddedBroker serve(Path directory, BrokerOptions options, DirectoryLock lock, BrokerPorts ports)
            throws IOException {
        Path logs = directory.resolve("log");
        Properties properties = BrokerProperties.of(logs, ports, options);
        if (!Files.exists(logs.resolve("meta.properties"))) {
            format(directory, properties);
        }
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(properties, false), new BrokerTime(options.clock()));
        try {
            server.startup();
        } catch (RuntimeException | Error failure) {
            server.shutdown();
            throw failure;
        }
        return new EmbeddedBroker(server, lock, ports);
    }

    private static void format(Path directory, Properties properties) throws IOException {
        Path file = directory.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "What this directory was formatted with; not read again");
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String[] command = {
            "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString(), "--ignore-formatted"
        };
        int status = StorageTool.execute(command, new PrintStream(output, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException("Formatting failed: " + output.toString(StandardCharsets.UTF_8));
        }
    }

    /** Where clients connect, for example {@code 127.0.0.1:41237}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.clients();
    }

    /** Stops the broker in order: it signs off, so that the next one on this directory need not wait. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
