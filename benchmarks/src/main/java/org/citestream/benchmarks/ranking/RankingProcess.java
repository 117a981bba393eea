package org.citestream.benchmarks.ranking;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.citestream.benchmarks.product.Ports;
import org.citestream.benchmarks.product.ProductImage;
import org.citestream.benchmarks.product.StartedProcess;
import org.citestream.platform.broker.EmbeddedBroker;

/** A ranking service in a process of its own. */
final class RankingProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final StartedProcess process;
    private final double seconds;

    private RankingProcess(StartedProcess process, double seconds) {
        this.process = process;
        this.seconds = seconds;
    }

    /**
     * Starts it as an image does, with its cache, and returns when it is ready.
     *
     * @param image made by {@link ProductImage#make}
     */
    static RankingProcess start(Path image, EmbeddedBroker broker, Path log, String heap, String... properties)
            throws Exception {
        int port = Ports.free();
        List<String> command = new ArrayList<>(List.of(
                image.resolve("run").toString(),
                "ranking-service",
                "--spring.main.banner-mode=off",
                "--server.port=" + port));
        for (String property : properties) {
            command.add("--" + property);
        }
        StartedProcess process = StartedProcess.start(
                command,
                Map.of("JAVA_OPTIONS", "-Xmx" + heap, "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers()),
                log);
        return new RankingProcess(
                process, process.awaitOk("http://127.0.0.1:" + port + "/actuator/health/readiness", LONGEST_START));
    }

    /** From the start of the process until it said that it is ready. */
    double secondsToReady() {
        return seconds;
    }

    @Override
    public void close() {
        process.close();
    }
}
