package org.citestream.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.citestream.benchmarks.product.JavaCommand;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;

/** A summary service in a process of its own with 256 MB of heap, and what {@code CITESTREAM_MEASURED_OPTIONS} adds, such as a recording. */
final class SummaryProcess implements AutoCloseable {

    private static final int LONGEST_START_SECONDS = 180;
    private static final double KILOBYTES_A_MEGABYTE = 1024;

    private final Process process;

    private SummaryProcess(Process process) {
        this.process = process;
    }

    /** Returns when it answers. */
    static SummaryProcess start(EmbeddedBroker broker, EmbeddedStore store, Path log, String... settings)
            throws Exception {
        int port = freePort();
        // else compilers' threads end, and what they did is counted as others'
        List<String> options = new ArrayList<>(List.of("-XX:-UseDynamicNumberOfCompilerThreads"));
        options.addAll(List.of(System.getenv()
                        .getOrDefault("CITESTREAM_MEASURED_OPTIONS", "")
                        .split(" ", -1))
                .stream()
                .filter(option -> !option.isEmpty())
                .toList());
        List<String> command = new ArrayList<>(JavaCommand.of("256m", options));
        command.addAll(List.of(
                "org.citestream.summary.SummaryServiceApplication",
                "--spring.config.name=summary-service",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--spring.mongodb.uri=" + store.connectionString() + "/summary",
                "--server.port=" + port));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        SummaryProcess service = new SummaryProcess(process);
        try {
            service.awaitStart(log, port);
        } catch (Exception e) {
            service.close();
            throw e;
        }
        return service;
    }

    /** Processor time until now, of all threads, also those that ended. */
    double processorSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /**
     * Processor time until now of those threads that are there and whose names, as far as the system keeps them, match; NaN where the
     * system does not tell.
     */
    double processorSeconds(Predicate<String> name) throws IOException {
        Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.exists(tasks)) {
            return Double.NaN;
        }
        double seconds = 0;
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                try {
                    if (name.test(Files.readString(thread.resolve("comm")).strip())) {
                        String ran =
                                Files.readString(thread.resolve("schedstat")).split(" ")[0];
                        seconds += Long.parseLong(ran) / 1e9;
                    }
                } catch (NoSuchFileException _) {
                    // ended meanwhile
                }
            }
        }
        return seconds;
    }

    /** The most memory that was resident until now, in megabytes; NaN where the system does not tell. */
    double mostResidentMegabytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return Double.parseDouble(line.replaceAll("\\D+", "")) / KILOBYTES_A_MEGABYTE;
            }
        }
        return Double.NaN;
    }

    private void awaitStart(Path log, int port) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        URI health = URI.create("http://127.0.0.1:" + port + "/actuator/health");
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (true) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("The service did not start:\n" + Files.readString(log));
                }
                try {
                    http.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.discarding());
                    return;
                } catch (IOException e) {
                    TimeUnit.MILLISECONDS.sleep(200); // not listening yet
                }
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
