package org.citestream.benchmarks.soak;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.citestream.benchmarks.product.ProductProcess;

/**
 * Readers: the list of all and searches, and of the papers that these have shown the views and lists of citations; each as it is due, whether the last was answered or not. What could not be
 * asked for some seconds after it was due is given up, as readers do, and counts as not answered.
 */
final class SoakReads {

    private static final int CLIENTS = 32;
    private static final int PAGE = 20;
    private static final int REMEMBERED = 4096;
    private static final long GIVEN_UP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Pattern ID = Pattern.compile("\"id\":([0-9]+)");
    private final ProductProcess product;
    private final int perSecond;
    private final AtomicLong next = new AtomicLong();
    private final Latencies took = new Latencies();
    private final LongAdder failures = new LongAdder();
    private final AtomicIntegerArray shown = new AtomicIntegerArray(REMEMBERED);
    private final AtomicLong shownCount = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile int ranked;
    private volatile boolean running = true;

    SoakReads(ProductProcess product, int perSecond) {
        this.product = product;
        this.perSecond = perSecond;
    }

    void start() {
        long begin = System.nanoTime();
        for (int i = 0; i < CLIENTS; i++) {
            threads.add(Thread.ofVirtual().start(() -> read(begin)));
        }
    }

    /** From now on the list of all has so many papers. */
    void ranked(int now) {
        ranked = now;
    }

    Latencies took() {
        return took;
    }

    long takeFailures() {
        return failures.sumThenReset();
    }

    void stop() throws InterruptedException {
        running = false;
        for (Thread each : threads) {
            each.interrupt();
            each.join();
        }
    }

    private void read(long begin) {
        try {
            while (running) {
                long due = begin + (long) (next.getAndIncrement() * 1e9 / perSecond);
                long now = System.nanoTime();
                if (now - due > GIVEN_UP_NANOS) {
                    failures.increment();
                    continue;
                }
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - now));
                ask(due);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(long due) throws InterruptedException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int kind = random.nextInt(100);
        long known = Math.min(REMEMBERED, shownCount.get());
        boolean list = kind < 20 || known == 0;
        String path = list ? list(kind, random) : "/api/v1/papers/" + shown.get(random.nextInt((int) known));
        try {
            HttpResponse<String> answer = product.get(!list && kind < 35 ? path + "/citations" : path);
            if (answer.statusCode() != 200) {
                failures.increment();
                return;
            }
            took.add(System.nanoTime() - due);
            if (list) {
                remember(answer.body());
            }
        } catch (IOException e) {
            failures.increment();
        }
    }

    private String list(int kind, ThreadLocalRandom random) {
        return kind < 10
                ? "/api/v1/papers?sort=rank&page=" + (1 + random.nextInt(Math.max(1, ranked / PAGE)))
                : "/api/v1/papers?q=" + SoakPapers.VOCABULARY.asked(random) + "+" + SoakPapers.VOCABULARY.asked(random);
    }

    private void remember(String list) {
        Matcher id = ID.matcher(list);
        while (id.find()) {
            long place = shownCount.get();
            shown.set((int) (place % REMEMBERED), Integer.parseInt(id.group(1)));
            // After it is there: who reads the count finds the id.
            shownCount.compareAndSet(place, place + 1);
        }
    }
}
