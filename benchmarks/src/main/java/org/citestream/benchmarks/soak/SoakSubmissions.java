package org.citestream.benchmarks.soak;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.citestream.benchmarks.product.ProductProcess;
import org.jspecify.annotations.Nullable;

/** Papers that come in at a rate, sent again until they are acknowledged, and how long one of each second takes until it is seen. */
final class SoakSubmissions implements AutoCloseable {

    private static final int BATCHES_A_SECOND = 5;
    private static final long FIRST_LOOK_MILLIS = 20;
    /** Who has waited for long looks less often, so that those who look do not become the load. */
    private static final int LOOKS_PER_AGE = 20;

    private static final int WATCHED_AT_ONCE = 64;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int BETWEEN_ATTEMPTS_SECONDS = 1;

    private final ProductProcess product;
    private final Latencies visible = new Latencies();
    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private final LongAdder sentAgain = new LongAdder();
    private final Semaphore watchers = new Semaphore(WATCHED_AT_ONCE);
    private final ExecutorService watching = Executors.newVirtualThreadPerTaskExecutor();
    private volatile int acknowledged;
    private volatile int perSecond;
    private volatile boolean running = true;
    private @Nullable Thread thread;

    /**
     * @param acknowledged papers that were acknowledged before; those that were not noted are sent again
     */
    SoakSubmissions(ProductProcess product, int acknowledged) {
        this.product = product;
        this.acknowledged = acknowledged;
    }

    void start(int rate) {
        perSecond = rate;
        thread = Thread.ofPlatform().name("submissions").start(this::run);
    }

    void rate(int now) {
        perSecond = now;
    }

    int acknowledged() {
        return acknowledged;
    }

    Latencies visible() {
        return visible;
    }

    /** Papers that were refused, never acknowledged, or not seen. */
    ConcurrentLinkedQueue<String> troubles() {
        return troubles;
    }

    /** Requests that had to be sent again. */
    long sentAgain() {
        return sentAgain.sum();
    }

    private void run() {
        try {
            long due = System.nanoTime();
            double owed = 0;
            for (int batch = 0; running; batch++) {
                due += TimeUnit.SECONDS.toNanos(1) / BATCHES_A_SECOND;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                owed += (double) perSecond / BATCHES_A_SECOND;
                int count = (int) owed;
                owed -= count;
                if (count > 0 && !submit(count, batch % BATCHES_A_SECOND == 0)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean submit(int count, boolean watched) throws InterruptedException {
        int first = acknowledged;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(SoakPapers.line(first + i)).append('\n');
        }
        long begin = System.nanoTime();
        while (true) {
            try {
                int taken = product.submit(lines.toString());
                if (taken != count) {
                    troubles.add(taken + " of " + count + " were accepted");
                }
                break;
            } catch (IOException e) {
                sentAgain.increment();
                if (!product.isAlive() || System.nanoTime() - begin > LONGEST_NANOS) {
                    troubles.add("never acknowledged: " + e);
                    return false;
                }
                TimeUnit.SECONDS.sleep(BETWEEN_ATTEMPTS_SECONDS);
            }
        }
        acknowledged = first + count;
        if (watched && watchers.tryAcquire()) {
            long since = System.nanoTime();
            watching.execute(() -> watch(first + count - 1, since));
        }
        return true;
    }

    private void watch(int number, long since) {
        try {
            while (!isVisible(number)) {
                long age = System.nanoTime() - since;
                if (age > LONGEST_NANOS) {
                    troubles.add(SoakPapers.key(number) + " was acknowledged and is not to be seen");
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(
                        Math.max(FIRST_LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(age) / LOOKS_PER_AGE));
            }
            visible.add(System.nanoTime() - since);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watchers.release();
        }
    }

    private boolean isVisible(int number) throws InterruptedException {
        try {
            return product.get("/api/v1/papers/" + SoakPapers.key(number) + "?fields=id")
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            // Not answered in time, so not seen yet.
            return false;
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
