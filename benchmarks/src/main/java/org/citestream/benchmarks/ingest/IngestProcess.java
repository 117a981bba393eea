package org.citestream.benchmarks.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.citestream.benchmarks.product.JavaCommand;
import org.citestream.benchmarks.product.Ports;
import org.citestream.benchmarks.product.StartedProcess;
import org.citestream.events.operations.KnownKeys;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;

/** An ingest service in a process of its own with 512 MB of heap, whose readers stand still. */
final class IngestProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final int MEGABYTE = 1 << 20;
    private static final String KEY = "a key for measuring";

    private final StartedProcess process;
    private final int port;

    private IngestProcess(StartedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns when it answers. */
    static IngestProcess start(EmbeddedBroker broker, EmbeddedStore store, Path log) throws Exception {
        int port = Ports.free();
        List<String> command = new ArrayList<>(JavaCommand.of("512m", List.of()));
        command.addAll(List.of(
                "org.citestream.ingest.IngestServiceApplication",
                "--spring.config.name=ingest-service",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--spring.mongodb.uri=" + store.connectionString() + "/ingest",
                "--server.port=" + port,
                "--spring.cloud.stream.bindings.identify-in-0.consumer.auto-startup=false",
                "--spring.cloud.stream.bindings.assemble-in-0.consumer.auto-startup=false",
                "--citestream.ingest.intake.api-keys.bench=" + KnownKeys.sha256(KEY)));
        StartedProcess process = StartedProcess.start(command, Map.of(), log);
        process.awaitAnswer("http://127.0.0.1:" + port + "/actuator/health", LONGEST_START);
        return new IngestProcess(process, port);
    }

    /** A request that it takes. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-API-Key", KEY);
    }

    /** Processor time until now. */
    double processorSeconds() {
        return process.processorSeconds();
    }

    /** Looks at the heap until it is closed. */
    HeapWatch watchHeap(HttpClient http) {
        return new HeapWatch(http);
    }

    @Override
    public void close() {
        process.close();
    }

    /** What the service's metrics say of its heap, looked at every other second. */
    final class HeapWatch implements AutoCloseable {

        private final HttpClient http;
        private final Thread watch;
        private volatile double largest;

        private HeapWatch(HttpClient http) {
            this.http = http;
            this.watch = Thread.ofVirtual().start(this::look);
        }

        /** The largest seen so far. */
        double largestMegabytes() {
            return largest;
        }

        private void look() {
            HttpRequest metrics = request("/actuator/prometheus").build();
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    double used = http.send(metrics, HttpResponse.BodyHandlers.ofLines())
                            .body()
                            .filter(line -> line.startsWith("jvm_memory_used_bytes") && line.contains("\"heap\""))
                            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                            .sum();
                    largest = Math.max(largest, used / MEGABYTE);
                    TimeUnit.SECONDS.sleep(2);
                }
            } catch (IOException e) {
                // What was seen until now counts.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws InterruptedException {
            watch.interrupt();
            watch.join();
        }
    }
}
