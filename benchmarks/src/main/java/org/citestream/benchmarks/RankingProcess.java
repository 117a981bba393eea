package org.citestream.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.citestream.platform.broker.EmbeddedBroker;

/** A ranking service in a process of its own. */
final class RankingProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final long BETWEEN_LOOKS_MILLIS = 20;

    private final Process process;
    private final double seconds;

    private RankingProcess(Process process, double seconds) {
        this.process = process;
        this.seconds = seconds;
    }

    /**
     * Starts it as an image does, with its cache, and returns when it is ready.
     *
     * @param image what {@link StartMeasurement#image} made
     */
    static RankingProcess start(Path image, EmbeddedBroker broker, Path log, String heap, String... properties)
            throws Exception {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                image.resolve("run").toString(),
                "ranking-service",
                "--spring.main.banner-mode=off",
                "--server.port=" + port));
        for (String property : properties) {
            command.add("--" + property);
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTIONS", "-Xmx" + heap);
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        long begin = System.nanoTime();
        Process process = builder.start();
        try {
            URI ready = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
            try (HttpClient http = HttpClient.newHttpClient()) {
                while (!answers(http, ready)) {
                    if (!process.isAlive() || System.nanoTime() - begin > LONGEST_START.toNanos()) {
                        throw new IOException("The service did not start:\n" + Files.readString(log));
                    }
                    TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
                }
            }
            return new RankingProcess(process, (System.nanoTime() - begin) / 1e9);
        } catch (Exception e) {
            stop(process);
            throw e;
        }
    }

    /** From the start of the process until it said that it is ready. */
    double secondsToReady() {
        return seconds;
    }

    private static boolean answers(HttpClient http, URI uri) throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(uri)
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop(process);
    }
}
