package org.citestream.benchmarks.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/** Asks a server of this machine with eight clients. */
final class HttpLoad {

    private static final int CLIENTS = 8;

    private final HttpClient http = HttpClient.newHttpClient();

    /** Asks with several clients for some seconds, as fast as answers come or at a rate. */
    Load load(IntFunction<String> address, int seconds, double perSecond) throws Exception {
        return load(address, Integer.MAX_VALUE, TimeUnit.SECONDS.toNanos(seconds), perSecond);
    }

    /** Asks so many questions, as fast as answers come. */
    Load once(IntFunction<String> address, int questions) throws Exception {
        return load(address, questions, TimeUnit.HOURS.toNanos(1), 0);
    }

    private Load load(IntFunction<String> address, int questions, long nanos, double perSecond) throws Exception {
        AtomicLong next = new AtomicLong();
        LongAdder asked = new LongAdder();
        long[][] took = new long[CLIENTS][];
        CountDownLatch done = new CountDownLatch(CLIENTS);
        long begin = System.nanoTime();
        long end = begin + nanos;
        List<Throwable> failures = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int me = client;
            Thread.ofVirtual().start(() -> {
                long[] mine = new long[1024];
                int count = 0;
                try {
                    while (System.nanoTime() < end) {
                        long number = next.getAndIncrement();
                        if (number >= questions) {
                            break;
                        }
                        long due = perSecond == 0 ? System.nanoTime() : begin + (long) (number * 1e9 / perSecond);
                        long wait = due - System.nanoTime();
                        if (wait > 0) {
                            TimeUnit.NANOSECONDS.sleep(wait);
                        }
                        get(address.apply((int) number));
                        mine = count == mine.length ? Arrays.copyOf(mine, 2 * count) : mine;
                        mine[count++] = System.nanoTime() - due;
                        asked.increment();
                    }
                } catch (Exception e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
                took[me] = Arrays.copyOf(mine, count);
                done.countDown();
            });
        }
        done.await();
        if (!failures.isEmpty()) {
            throw new IllegalStateException("A request failed", failures.getFirst());
        }
        double elapsed = (System.nanoTime() - begin) / 1e9;
        long[] all = Arrays.stream(took).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Load(
                asked.sum() / elapsed,
                all[(int) (all.length * 0.99)] / 1e6,
                Arrays.stream(all).average().orElse(0) / 1e6);
    }

    byte[] get(String address) throws Exception {
        HttpResponse<byte[]> answer =
                http.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(address + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    /**
     * What it came to.
     *
     * @param perSecond answers a second
     * @param p99 milliseconds within which 99 of 100 answers came, from when they were due
     * @param mean the same on average
     */
    record Load(double perSecond, double p99, double mean) {}
}
