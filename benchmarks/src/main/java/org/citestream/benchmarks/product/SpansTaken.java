package org.citestream.benchmarks.product;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A far side that takes spans by OTLP over HTTP, and keeps nothing of them but how much they were. */
final class SpansTaken implements AutoCloseable {

    private static final String PATH = "/v1/traces";

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong bytes = new AtomicLong();

    private SpansTaken(HttpServer server) {
        this.server = server;
    }

    static SpansTaken start() throws IOException {
        SpansTaken taken =
                new SpansTaken(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        taken.server.createContext(PATH, taken::take);
        taken.server.setExecutor(taken.executor);
        taken.server.start();
        return taken;
    }

    /** Where they are sent. */
    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** How much has come so far, as it was sent. */
    long bytes() {
        return bytes.get();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            bytes.addAndGet(exchange.getRequestBody().readAllBytes().length);
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }
}
