package org.citestream.benchmarks.soak;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.citestream.benchmarks.product.ProductProcess;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Papers that come in at a rate, each citing some of those before, and how long one of each second takes until it is seen. */
final class SoakSubmissions implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BATCHES_A_SECOND = 5;
    private static final int BETWEEN_LOOKS_MILLIS = 20;
    private static final int WATCHED_AT_ONCE = 64;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int SENTENCES = 5;
    private static final int WORDS = 18;
    private static final String[] VOCABULARY =
            ("query index join stream graph transaction storage memory model learning plan cost optimizer cluster node"
                            + " partition replica log recovery latency throughput key value column row cache tree hash scan filter"
                            + " aggregate sample estimate schedule parallel distributed approximate adaptive efficient scalable the of"
                            + " for with and in on by over from")
                    .split(" ");

    private final ProductProcess product;
    private final Random random = new Random(42);
    private final AtomicInteger accepted = new AtomicInteger();
    private final Latencies visible = new Latencies();
    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private final Semaphore watchers = new Semaphore(WATCHED_AT_ONCE);
    private final ExecutorService watching = Executors.newVirtualThreadPerTaskExecutor();
    private volatile int perSecond;
    private volatile boolean running = true;
    private @Nullable Thread thread;
    private int papers;

    SoakSubmissions(ProductProcess product) {
        this.product = product;
    }

    void start(int rate) {
        perSecond = rate;
        thread = Thread.ofPlatform().name("submissions").start(this::run);
    }

    void rate(int now) {
        perSecond = now;
    }

    int accepted() {
        return accepted.get();
    }

    Latencies visible() {
        return visible;
    }

    ConcurrentLinkedQueue<String> troubles() {
        return troubles;
    }

    private void run() {
        try {
            long due = System.nanoTime();
            for (int batch = 0; running; batch++) {
                due += TimeUnit.SECONDS.toNanos(1) / BATCHES_A_SECOND;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                submit(perSecond / BATCHES_A_SECOND, batch % BATCHES_A_SECOND == 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(int count, boolean watched) throws InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(paper(papers++)).append('\n');
        }
        try {
            int taken = product.submit(lines.toString());
            accepted.addAndGet(taken);
            if (taken != count) {
                troubles.add(taken + " of " + count + " were accepted");
            }
            if (watched && watchers.tryAcquire()) {
                int last = papers - 1;
                long since = System.nanoTime();
                watching.execute(() -> watch(last, since));
            }
        } catch (IOException e) {
            troubles.add(e.toString());
        }
    }

    private String paper(int number) {
        ObjectNode paper = JSON.createObjectNode()
                .put("source", "soak")
                .put("key", Integer.toString(number))
                .put("title", "On Paper Number " + number + " of a Long Stream")
                .put("year", 1980 + number / 5000 % 45)
                .put("venue", "VLDB")
                .put("abstract", abstractText());
        paper.putArray("authors").add("Author " + number * 31L % 40_000).add("Author " + number * 17L % 40_000);
        ArrayNode references = paper.putArray("references");
        for (int back = 1; back <= 256 && back <= number; back *= 4) {
            references.add("soak:" + (number - back));
        }
        return JSON.writeValueAsString(paper);
    }

    private String abstractText() {
        StringBuilder text = new StringBuilder();
        for (int sentence = 0; sentence < SENTENCES; sentence++) {
            text.append(sentence == 0 ? "We present" : " We measure");
            for (int word = 0; word < WORDS; word++) {
                text.append(' ').append(VOCABULARY[random.nextInt(VOCABULARY.length)]);
            }
            text.append('.');
        }
        return text.toString();
    }

    private void watch(int number, long since) {
        try {
            while (product.get("/api/v1/papers/soak:" + number + "?fields=id").statusCode() != 200) {
                if (System.nanoTime() - since > LONGEST_NANOS) {
                    troubles.add("soak:" + number + " was accepted and is not to be seen");
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            }
            visible.add(System.nanoTime() - since);
        } catch (IOException e) {
            troubles.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watchers.release();
        }
    }

    /** Submits no more; what is watched is watched on. */
    void stop() throws InterruptedException {
        running = false;
        if (thread != null) {
            thread.join();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
        watching.shutdownNow();
    }
}
