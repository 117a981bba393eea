package org.citestream.system;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.citestream.benchmarks.product.ProductCommand;
import org.citestream.standalone.Standalone;

/** The whole product in this process, or in one of its own that can be killed. */
final class RunningProduct {

    /** Embedding ten thousand titles takes longer than all the rest; what is proven here does not need it. */
    static final Map<String, String> WITHOUT_EMBEDDINGS =
            Map.of("citestream.embeddings.enabled", "false", "logging.level.root", "warn");

    private RunningProduct() {}

    /** The sample corpus. */
    static Path samples() {
        return Path.of(System.getProperty("citestream.home"), "samples", "corpus.ndjson")
                .toAbsolutePath()
                .normalize();
    }

    static Standalone start(Path data, Map<String, String> properties, Path... imports) throws IOException {
        return Standalone.start(data, freePort(), List.of(imports), properties, _ -> {});
    }

    /** Where clients find the broker of a product that runs in this process: it keeps its ports beside its log. */
    static String broker(Path data) throws IOException {
        Properties ports = new Properties();
        try (Reader kept = Files.newBufferedReader(data.resolve("kafka/ports.properties"))) {
            ports.load(kept);
        }
        return "127.0.0.1:" + ports.getProperty("clients");
    }

    /** Starts it in a process of its own, where an import is slow since each few records make a checkpoint. */
    static Process startProcess(Path data, int port, Path... imports) throws IOException {
        List<String> options = List.of(
                "-XX:TieredStopAtLevel=1",
                "-Dcitestream.embeddings.enabled=false",
                "-Dcitestream.ingest.imports.checkpoint-every=5");
        return new ProcessBuilder(ProductCommand.of("2g", options, data, port, List.of(imports)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling(data.getFileName() + ".log").toFile()))
                .start();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
