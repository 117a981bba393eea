package org.citestream.summary;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An ingest service as far as it writes down what operators do elsewhere, or cannot. */
final class RecordStub implements AutoCloseable {

    private final HttpServer server;
    private final List<String> entries = new CopyOnWriteArrayList<>();
    private volatile boolean takes = true;

    RecordStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/audit", this::take);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was written down, as query strings. */
    List<String> entries() {
        return List.copyOf(entries);
    }

    void takes(boolean now) {
        takes = now;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (takes) {
                entries.add(URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(takes ? 201 : 503, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
