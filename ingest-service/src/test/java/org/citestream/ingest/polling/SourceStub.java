package org.citestream.ingest.polling;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The far side: it gives the answers that it was told to give, in their order, and keeps what it was asked. */
public final class SourceStub implements AutoCloseable {

    private final HttpServer server;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<Map<String, List<String>>> headers = Collections.synchronizedList(new ArrayList<>());

    private interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    public SourceStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            Answer answer;
            synchronized (answers) {
                answer = answers.poll();
            }
            try (exchange) {
                if (answer == null) {
                    exchange.sendResponseHeaders(404, -1);
                } else {
                    answer.give(exchange);
                }
            }
        });
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What was asked, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    List<Map<String, List<String>>> headers() {
        return List.copyOf(headers);
    }

    public SourceStub then(int status, String body, String... headerFields) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return then(status, bytes, bytes.length, headerFields);
    }

    /** A body of which less comes than was announced, because the connection ends. */
    SourceStub thenCut(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return then(200, bytes, bytes.length + 1000, "Content-Type", "application/json");
    }

    SourceStub then(int status, byte[] body, long announced, String... headerFields) {
        synchronized (answers) {
            answers.add(exchange -> {
                for (int i = 0; i < headerFields.length; i += 2) {
                    exchange.getResponseHeaders().add(headerFields[i], headerFields[i + 1]);
                }
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : announced);
                if (body.length > 0) {
                    exchange.getResponseBody().write(body);
                }
            });
        }
        return this;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
