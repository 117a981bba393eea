package org.citestream.benchmarks.soak;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.citestream.benchmarks.product.ProductProcess;

/** Readers: views, lists of citations, the list of all, and searches, as they are due, whether the last was answered or not. */
final class SoakReads {

    private static final int CLIENTS = 32;
    private static final String[] WORDS = {
        "query", "index", "join", "stream", "memory", "transaction", "adaptive", "plan"
    };

    private final ProductProcess product;
    private final int perSecond;
    private final AtomicLong next = new AtomicLong();
    private final Latencies took = new Latencies();
    private final LongAdder failures = new LongAdder();
    private volatile int papers;
    private volatile boolean running = true;

    SoakReads(ProductProcess product, int perSecond) {
        this.product = product;
        this.perSecond = perSecond;
    }

    void start() {
        long begin = System.nanoTime();
        for (int i = 0; i < CLIENTS; i++) {
            Thread.ofVirtual().start(() -> read(begin));
        }
    }

    /** From now on there are so many papers. */
    void papers(int now) {
        papers = now;
    }

    Latencies took() {
        return took;
    }

    long takeFailures() {
        return failures.sumThenReset();
    }

    void stop() {
        running = false;
    }

    private void read(long begin) {
        try {
            while (running) {
                long due = begin + (long) (next.getAndIncrement() * 1e9 / perSecond);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                String path = path();
                try {
                    if (product.get(path).statusCode() == 200) {
                        took.add(System.nanoTime() - due);
                    } else {
                        failures.increment();
                    }
                } catch (IOException e) {
                    failures.increment();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String path() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int kind = random.nextInt(100);
        if (papers == 0 || kind < 10) {
            return "/api/v1/papers?sort=rank&page=" + (1 + random.nextInt(Math.max(1, papers / 20)));
        }
        if (kind < 20) {
            return "/api/v1/papers?q=" + WORDS[random.nextInt(WORDS.length)] + "+"
                    + WORDS[random.nextInt(WORDS.length)];
        }
        String paper = "/api/v1/papers/soak:" + random.nextInt(papers);
        return kind < 35 ? paper + "/citations" : paper;
    }
}
