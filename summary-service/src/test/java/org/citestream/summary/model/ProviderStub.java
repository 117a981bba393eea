package org.citestream.summary.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An endpoint of a provider. Answers are given in turn, the last one for ever. */
final class ProviderStub implements AutoCloseable {

    private final Wire wire;
    private final HttpServer server;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    ProviderStub(Wire wire) {
        this.wire = wire;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + wire.base();
    }

    void answers(Answer... these) {
        answers.clear();
        answers.addAll(List.of(these));
    }

    List<Request> requests() {
        return requests;
    }

    private synchronized Answer next() {
        return answers.size() > 1 ? answers.remove() : answers.element();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst(wire.keyHeader())),
                    JsonMapper.shared().readTree(body)));
            switch (next()) {
                case Answer.Says says -> send(exchange, 200, wire.answer(says));
                case Answer.Sends sends -> {
                    sends.headers().forEach(exchange.getResponseHeaders()::add);
                    send(exchange, sends.status(), sends.body());
                }
                case Answer.Resets _ -> throw new IOException("the stub ends the connection without an answer");
                case Answer.Hangs _ -> closing.await();
                case Answer.NeverEnds _ -> flood(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A gigabyte, unless the client goes away. */
    private static void flood(HttpExchange exchange) throws IOException {
        byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, 0);
        for (int i = 0; i < 1024; i++) {
            exchange.getResponseBody().write(block);
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    /** What a model was asked. */
    record Request(String path, String key, JsonNode body) {}

    /** How an answer ends. */
    enum End {
        STOP,
        LENGTH,
        FILTER
    }

    /** An answer. */
    sealed interface Answer {
        record Says(@Nullable String text, End end, boolean counts) implements Answer {}

        record Sends(int status, Map<String, String> headers, String body) implements Answer {}

        record Resets() implements Answer {}

        record Hangs() implements Answer {}

        record NeverEnds() implements Answer {}

        /** A success that uses 100 tokens and makes 40. */
        static Answer says(@Nullable String text) {
            return new Says(text, End.STOP, true);
        }

        static Answer fails(int status) {
            return new Sends(status, Map.of(), "{\"error\": {\"message\": \"the stub says no\", \"type\": \"stub\"}}");
        }
    }

    /** How a provider's protocol puts things. */
    interface Wire {

        /** Path that its clients take for granted. */
        String base();

        /** Path of a call. */
        String path(String model);

        String keyHeader();

        /** What that header says. */
        String key(String key);

        String answer(Answer.Says says);
    }
}
