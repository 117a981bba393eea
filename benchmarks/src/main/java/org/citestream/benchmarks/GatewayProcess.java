package org.citestream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.citestream.benchmarks.product.JavaCommand;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway over a generated collection in a process of its own, as it runs in production, with the options of its image and 1 GB of heap. */
final class GatewayProcess implements AutoCloseable {

    /** As the image runs it. */
    static final List<String> COLLECTOR = List.of("-XX:MaxGCPauseMillis=10", "-XX:G1HeapRegionSize=8m");

    private static final long LONGEST_START_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final String READY = "The collection is there";

    private final Process process;
    private final int port;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns when the collection can be seen. */
    static GatewayProcess start(EmbeddedBroker broker, EmbeddedStore store, int papers, Path log) throws Exception {
        int port = ImportMeasurement.freePort();
        List<String> command = new ArrayList<>(JavaCommand.of("1g", COLLECTOR));
        command.addAll(List.of(
                GatewayProcess.class.getName(),
                broker.bootstrapServers(),
                store.connectionString(),
                Integer.toString(port),
                Integer.toString(papers)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        GatewayProcess gateway = new GatewayProcess(process, port);
        long begin = System.nanoTime();
        while (!Files.readString(log).contains(READY)) {
            if (!process.isAlive() || System.nanoTime() - begin > LONGEST_START_NANOS) {
                gateway.close();
                throw new IOException("The gateway did not start:\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return gateway;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /**
     * The process.
     *
     * @param args broker, store, port, number of papers
     */
    @SuppressWarnings("SystemOut") // for the process that waits
    public static void main(String[] args) throws Exception {
        int papers = Integer.parseInt(args[3]);
        ConfigurableApplicationContext gateway =
                MeasuredGateway.start(args[0], args[1], Integer.parseInt(args[2]), ServerTimes.class);
        new GeneratedViews(papers, new Random(1)).publish(gateway);
        MeasuredGateway.awaitViewable(new HttpLoad(), MeasuredGateway.address(gateway), papers);
        FullPaper full = new FullPaper(papers + 1);
        full.publish(gateway);
        MeasuredGateway.awaitViewable(new HttpLoad(), MeasuredGateway.address(gateway), papers + FullPaper.PAPERS);
        full.rank(gateway, papers + FullPaper.PAPERS);
        MeasuredGateway.awaitNeighbours(gateway, papers);
        System.out.println(READY);
    }
}
