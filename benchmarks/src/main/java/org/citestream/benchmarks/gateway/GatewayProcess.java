package org.citestream.benchmarks.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.citestream.benchmarks.product.JavaCommand;
import org.citestream.benchmarks.product.Ports;
import org.citestream.benchmarks.product.StartedProcess;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway over a generated collection in a process of its own, as it runs in production, with the options of its image and 1 GB of heap. */
public final class GatewayProcess implements AutoCloseable {

    /** As the image runs it. */
    public static final List<String> COLLECTOR = List.of("-XX:MaxGCPauseMillis=10", "-XX:G1HeapRegionSize=8m");

    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final String READY = "The collection is there";

    private final StartedProcess process;
    private final int port;

    private GatewayProcess(StartedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns when the collection can be seen. */
    static GatewayProcess start(EmbeddedBroker broker, EmbeddedStore store, int papers, Path log) throws Exception {
        int port = Ports.free();
        List<String> command = new ArrayList<>(JavaCommand.of("1g", COLLECTOR));
        command.addAll(List.of(
                GatewayProcess.class.getName(),
                broker.bootstrapServers(),
                store.connectionString(),
                Integer.toString(port),
                Integer.toString(papers)));
        StartedProcess process = StartedProcess.start(command, Map.of(), log);
        process.awaitSaid(READY, LONGEST_START);
        return new GatewayProcess(process, port);
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.close();
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
