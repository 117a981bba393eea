package org.citestream.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.citestream.events.PaperEvent;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;

/**
 * Summaries a second from a model that takes two seconds for each, 64 at once, by a summary service in a process of its own; once as
 * it is, and once while one call takes a minute. The reference is what 64 calls of two seconds can give. Processor time is that of the
 * service's process, in which nothing else is done; before, as many summaries as it takes to compile what is measured come from a
 * model that answers at once.
 */
final class QueueMeasurement implements Measurement {

    private static final int AT_ONCE = 64;
    private static final int PARTITIONS = 4;
    private static final double ANSWER_SECONDS = 2;
    private static final int SLOW_SECONDS = 60;
    private static final int WARM_PAPERS = 6000;
    private static final int LONGEST_WARM_SECONDS = 120;
    private static final int SETTLE_SECONDS = 5;
    private static final int WINDOW_SECONDS = 24;
    private static final int PAPERS = 2000;
    private static final String SLOW = "Slowest";

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public String measures() {
        return "summaries per second with a slow model";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        Path work = Files.createTempDirectory("citestream-queue");
        GeneratedAbstracts abstracts = new GeneratedAbstracts();
        try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("kafka"));
                EmbeddedStore store = EmbeddedStore.inMemory();
                SlowModel model = new SlowModel();
                SummaryProcess service = SummaryProcess.start(
                        broker,
                        store,
                        work.resolve("summary.log"),
                        "--citestream.stream.partitions=" + PARTITIONS,
                        "--citestream.summary.model.name=slow",
                        "--citestream.summary.model.base-url=" + model.url(),
                        "--citestream.summary.model.timeout=120s",
                        "--citestream.summary.model.input-price=1",
                        "--citestream.summary.model.output-price=1",
                        "--citestream.summary.concurrency=" + AT_ONCE,
                        "--citestream.embeddings.enabled=false")) {
            GeneratedAbstracts.publish(broker, papers(abstracts, 1, WARM_PAPERS), PARTITIONS);
            model.awaitAnswers(WARM_PAPERS);
            model.slow = true;
            GeneratedAbstracts.publish(broker, papers(abstracts, WARM_PAPERS + 1, PAPERS), PARTITIONS);
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            Window plain = window(model, service);
            GeneratedAbstracts.publish(
                    broker, List.of(abstracts.paper(WARM_PAPERS + PAPERS + 1, 2030, SLOW)), PARTITIONS);
            model.slowCall.await();
            Window beside = window(model, service);
            double possible = AT_ONCE / ANSWER_SECONDS;
            double change = Math.abs(1 - beside.rate() / plain.rate()) * 100;
            double processor = Math.min(plain.processorMillis(), beside.processorMillis());
            return List.of(
                    Row.atLeast("queue: 64 at once, 2 s each", plain.rate(), "calls/s", possible, 0.95),
                    new Row(
                            "queue: the same beside a call of 60 s",
                            beside.rate(),
                            "calls/s",
                            plain.rate(),
                            beside.rate() / plain.rate(),
                            "changes < 2 %",
                            change < 2),
                    new Row(
                            "queue: the service's own work for a summary",
                            processor,
                            "ms of CPU",
                            null,
                            null,
                            "< 2",
                            processor < 2));
        } finally {
            ImportMeasurement.delete(work);
        }
    }

    private static List<PaperEvent> papers(GeneratedAbstracts abstracts, int first, int count) {
        List<PaperEvent> papers = new ArrayList<>(count);
        for (int id = first; id < first + count; id++) {
            papers.add(abstracts.paper(id, 2000, "Paper " + id));
        }
        return papers;
    }

    private static Window window(SlowModel model, SummaryProcess service) throws InterruptedException {
        long calls = model.answered.get();
        double processor = service.processorSeconds();
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        long made = model.answered.get() - calls;
        return new Window(made / seconds, (service.processorSeconds() - processor) * 1e3 / made);
    }

    private record Window(double rate, double processorMillis) {}

    /** Speaks OpenAI's protocol, slowly. */
    private static final class SlowModel implements AutoCloseable {

        private static final String ANSWER = """
                {"id": "1", "object": "chat.completion", "model": "slow", "choices": [{"index": 0, "finish_reason": "stop",
                 "message": {"role": "assistant", "content": "We present the query index join stream graph transaction storage \
                memory model learning plan cost optimizer cluster node partition replica log recovery of latency."}}],
                 "usage": {"prompt_tokens": 400, "completion_tokens": 40, "total_tokens": 440}}
                """;

        private final HttpServer server;
        private final AtomicLong answered = new AtomicLong();
        private final CountDownLatch slowCall = new CountDownLatch(1);
        private volatile boolean slow;

        private SlowModel() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
            server.createContext("/v1/chat/completions", this::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
        }

        private String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        }

        private void awaitAnswers(int count) throws InterruptedException, IOException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WARM_SECONDS);
            while (answered.get() < count) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("After %d s the model was asked for %d of %d summaries"
                            .formatted(LONGEST_WARM_SECONDS, answered.get(), count));
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }

        private void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (request.contains(SLOW)) {
                    slowCall.countDown();
                    TimeUnit.SECONDS.sleep(SLOW_SECONDS);
                } else if (slow) {
                    TimeUnit.MILLISECONDS.sleep(Math.round(ANSWER_SECONDS * 1e3));
                }
                byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                answered.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
