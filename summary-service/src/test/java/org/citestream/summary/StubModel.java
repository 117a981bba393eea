package org.citestream.summary;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An endpoint that speaks OpenAI's protocol. What it answers is scripted by a word in the paper's title. */
public final class StubModel implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Deque<Answer>> scripts = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile int mostAtOnce;
    private volatile Duration latency = Duration.ZERO;
    private volatile @Nullable CountDownLatch gate;

    public StubModel() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/chat/completions", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Papers with this word in the title get these answers, in turn; the last one for ever. */
    public void script(String word, Answer... answers) {
        scripts.put(word, new ArrayDeque<>(List.of(answers)));
    }

    /** From now on each answer takes so long. */
    void takes(Duration each) {
        latency = each;
    }

    /** From now on answers wait until the gate is opened. */
    public CountDownLatch shut() {
        CountDownLatch shut = new CountDownLatch(1);
        gate = shut;
        return shut;
    }

    /** How many calls spoke of a word. */
    public int calls(String word) {
        return requests(word).size();
    }

    public int calls() {
        return requests.size();
    }

    public int mostAtOnce() {
        return mostAtOnce;
    }

    /** The calls that spoke of a word. */
    public List<String> requests(String word) {
        List<String> found = new ArrayList<>(requests);
        found.removeIf(each -> !each.contains(word));
        return found;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(request);
            mostAtOnce = Math.max(mostAtOnce, atOnce.incrementAndGet());
            CountDownLatch shut = gate;
            if (shut != null) {
                shut.await();
            }
            if (!latency.isZero()) {
                boolean _ = closing.await(latency.toMillis(), TimeUnit.MILLISECONDS);
            }
            Answer answer = scripts.entrySet().stream()
                    .filter(each -> request.contains(each.getKey()))
                    .findFirst()
                    .map(each -> next(each.getValue()))
                    .orElseGet(() -> Answer.says(Papers.TIDEMARK_SUMMARY));
            if (answer.status() == Answer.SILENCE) {
                closing.await();
            }
            if (answer.status() <= 0) {
                throw new IOException("the stub ends the connection without an answer");
            }
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private static synchronized Answer next(Deque<Answer> answers) {
        return answers.size() > 1 ? answers.remove() : answers.element();
    }

    @Override
    public void close() {
        CountDownLatch shut = gate;
        if (shut != null) {
            shut.countDown();
        }
        closing.countDown();
        server.stop(0);
    }

    /** One answer of the endpoint. */
    public record Answer(int status, Map<String, String> headers, String body) {

        private static final int RESET = 0;
        private static final int SILENCE = -1;

        /** The connection ends without an answer. */
        public static Answer resets() {
            return new Answer(RESET, Map.of(), "");
        }

        /** Nothing comes, as long as the stub is there. */
        public static Answer hangs() {
            return new Answer(SILENCE, Map.of(), "");
        }

        /** A success that uses 100 tokens and makes 40. */
        public static Answer says(@Nullable String text) {
            return ends(text, "stop");
        }

        public static Answer ends(@Nullable String text, String finishReason) {
            String content = JsonMapper.shared().writeValueAsString(text);
            return new Answer(200, Map.of("Content-Type", "application/json"), """
                    {"id": "1", "object": "chat.completion", "model": "stub-model-2026", "choices": [{"index": 0,
                     "message": {"role": "assistant", "content": %s}, "finish_reason": "%s"}],
                     "usage": {"prompt_tokens": 100, "completion_tokens": 40, "total_tokens": 140}}
                    """.formatted(content, finishReason));
        }

        public static Answer fails(int status) {
            return new Answer(status, Map.of(), "{\"error\": {\"message\": \"the stub says no\"}}");
        }

        public static Answer asksToWait(String retryAfter) {
            return new Answer(429, Map.of("Retry-After", retryAfter), "{\"error\": {\"message\": \"slow down\"}}");
        }

        public static Answer sends(String body) {
            return new Answer(200, Map.of("Content-Type", "application/json"), body);
        }
    }
}
