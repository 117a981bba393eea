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
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

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
        try {
            Files.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                return start(directory, options, lock);
            } catch (RuntimeException | IOException | Error failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No broker can be started on " + directory, e);
        }
    }

    private static EmbeddedBroker start(Path directory, BrokerOptions options, DirectoryLock lock) throws IOException {
        BrokerPorts ports = BrokerPorts.choose(directory.resolve("ports.properties"), options.port());
        Path logs = directory.resolve("log");
        Properties properties = BrokerProperties.of(logs, ports, options);
        if (!Files.exists(logs.resolve("meta.properties"))) {
            format(directory, properties);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
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
