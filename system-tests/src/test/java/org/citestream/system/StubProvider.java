package org.citestream.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider of language models that speaks OpenAI's protocol, knows one key, and refuses what it is told to refuse. */
final class StubProvider implements AutoCloseable {

    static final String KEY = "the-right-key";
    static final int INPUT_TOKENS = 100;
    static final int OUTPUT_TOKENS = 40;
    static final String SUMMARY =
            "Tidemark schedules checkpoints of stream processors by placing barriers via the measured "
                    + "cost of replay. Recovers 4.5x faster than fixed intervals on a cluster of 32 nodes.";

    private static final String ANSWER =
            """
            {"id": "1", "object": "chat.completion", "model": "stub-2026", "choices": [{"index": 0,
             "message": {"role": "assistant", "content": "%s"}, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": %d, "completion_tokens": %d, "total_tokens": %d}}
            """.formatted(SUMMARY, INPUT_TOKENS, OUTPUT_TOKENS, INPUT_TOKENS + OUTPUT_TOKENS);

    private final HttpServer server;
    private final Set<String> unwelcome = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger stumbles = new AtomicInteger();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private volatile boolean withoutModel;

    StubProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Papers with this word in the title are refused, or no longer. */
    void refuse(String word, boolean refused) {
        if (refused) {
            unwelcome.add(word);
        } else {
            unwelcome.remove(word);
        }
    }

    /** It has no model of that name, or has it again. */
    void withoutModel(boolean without) {
        withoutModel = without;
    }

    /** The next call fails, as far sides do now and then. */
    void stumble() {
        stumbles.incrementAndGet();
    }

    /** Whether it was ever asked with these words. */
    boolean wasAsked(String words) {
        return requests.stream().anyMatch(each -> each.contains(words));
    }

    /** How often it was asked. */
    int calls() {
        return calls.get();
    }

    /** How often it answered, and can send a bill. */
    int answers() {
        return answers.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.incrementAndGet();
            requests.add(request);
            if (stumbles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                answer(exchange, 503, "{\"error\": {\"message\": \"overloaded\"}}");
            } else if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, "{\"error\": {\"message\": \"incorrect API key provided\"}}");
            } else if (withoutModel) {
                answer(exchange, 404, "{\"error\": {\"message\": \"the model does not exist\"}}");
            } else if (unwelcome.stream().anyMatch(request::contains)) {
                answer(exchange, 400, "{\"error\": {\"message\": \"this content violates a policy\"}}");
            } else {
                answers.incrementAndGet();
                answer(exchange, 200, ANSWER);
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
