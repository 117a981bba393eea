package org.citestream.benchmarks.summaries;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Speaks OpenAI's protocol: at first at once, then slowly, and about one paper very slowly. Notes when it answered. */
final class SlowModel implements AutoCloseable {

    private static final String ANSWER = """
            {"id": "1", "object": "chat.completion", "model": "slow", "choices": [{"index": 0, "finish_reason": "stop",
             "message": {"role": "assistant", "content": "We present the query index join stream graph transaction storage \
            memory model learning plan cost optimizer cluster node partition replica log recovery of latency."}}],
             "usage": {"prompt_tokens": 400, "completion_tokens": 40, "total_tokens": 440}}
            """;
    private static final int MOST_ANSWERS = 200_000;

    private final HttpServer server;
    private final String slowest;
    private final Duration longest;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLongArray answeredAt = new AtomicLongArray(MOST_ANSWERS);
    private final CountDownLatch slowCall = new CountDownLatch(1);
    private volatile Duration usual = Duration.ZERO;

    /**
     * @param slowest what a request holds that is answered after {@code longest}
     */
    SlowModel(String slowest, Duration longest) throws IOException {
        this.slowest = slowest;
        this.longest = longest;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.createContext("/v1/chat/completions", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** From now on an answer takes so long. */
    void takes(Duration each) {
        usual = each;
    }

    int answered() {
        return answered.get();
    }

    /** When the n-th answer was given, counted from 0, in nanoseconds of {@link System#nanoTime()}. */
    long answeredAt(int n) {
        return answeredAt.get(n);
    }

    void awaitSlowCall() throws InterruptedException {
        slowCall.await();
    }

    /** Waits until so many answers were given in all. */
    void awaitAnswers(int count, Duration atMost) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (answered.get() < count) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "After %s the model was asked for %d of %d summaries".formatted(atMost, answered.get(), count));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Duration wait = usual;
            if (request.contains(slowest)) {
                slowCall.countDown();
                wait = longest;
            }
            if (!wait.isZero()) {
                Thread.sleep(wait);
            }
            byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            noteAnswer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void noteAnswer() {
        answeredAt.set(answered.get(), System.nanoTime());
        answered.incrementAndGet();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
