package org.citestream.gateway;

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

/** An ingest service as far as others ask it: who is an operator, and to write down what one does. */
final class OperatorsStub implements AutoCloseable {

    private final HttpServer server;
    private final String key;
    private final List<String> writtenDown = new CopyOnWriteArrayList<>();
    private volatile boolean writesDown = true;

    /**
     * @param key of the one operator
     */
    OperatorsStub(String key) {
        this.key = key;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/audit", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> writtenDown() {
        return List.copyOf(writtenDown);
    }

    void writesDown(boolean can) {
        writesDown = can;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean known = key.equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
            boolean adds = exchange.getRequestMethod().equals("POST");
            int status = !known ? 401 : !adds ? 200 : writesDown ? 201 : 503;
            if (status == 201) {
                writtenDown.add(URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8));
            }
            byte[] body = "{\"detail\":\"The record of operators says %d.\"}"
                    .formatted(status)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
