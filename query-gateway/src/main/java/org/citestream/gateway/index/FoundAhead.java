package org.citestream.gateway.index;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Finds the neighbours of papers before anybody asks for their views, and those whose neighbours they are, on one thread that rests for as long as it works. It waits while vectors
 * come by the thousand, since what brings them needs the processor itself. A round that fails is counted and tried again.
 */
final class FoundAhead implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FoundAhead.class);
    private static final long PAUSE_MILLIS = 500;
    /** Of a hundred vectors, how many may come in a pause. */
    private static final int CALM_PERCENT = 1;

    private static final int CALM_IN_ANY_CASE = 100;

    private final LongSupplier changes;
    private final BooleanSupplier findSome;
    private final Counter failures;
    private CountDownLatch stopped = new CountDownLatch(0);

    FoundAhead(NeighbourIndex neighbours, MeterRegistry meters) {
        this(neighbours::changes, neighbours::findSome, meters);
    }

    /** Does what {@code findSome} does, for as long as it tells that there is more, by how {@code changes} grows. */
    FoundAhead(LongSupplier changes, BooleanSupplier findSome, MeterRegistry meters) {
        this.changes = changes;
        this.findSome = findSome;
        this.failures = Counter.builder("citestream.neighbours.ahead.failures")
                .description("times that looking for the neighbours of papers before somebody asks for them failed")
                .register(meters);
    }

    @Override
    public synchronized void start() {
        CountDownLatch until = new CountDownLatch(1);
        stopped = until;
        Thread.ofPlatform().name("neighbours-ahead").daemon().start(() -> run(until));
    }

    @Override
    public synchronized void stop() {
        stopped.countDown();
    }

    @Override
    public synchronized boolean isRunning() {
        return stopped.getCount() > 0;
    }

    private void run(CountDownLatch until) {
        long before = 0;
        boolean failed = false;
        boolean more = false;
        try {
            while (!until.await(more ? 0 : PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                more = false;
                try {
                    long now = changes.getAsLong();
                    boolean calm = now - before <= Math.max(CALM_IN_ANY_CASE, now * CALM_PERCENT / 100);
                    before = now;
                    if (calm) {
                        more = findSome(until);
                    }
                    failed = false;
                } catch (RuntimeException
                        | Error e) { // for want of memory too: without this thread nothing is found ahead
                    failures.increment();
                    if (!failed) { // what fails each time is told once
                        log.error("Neighbours could not be found ahead; it is tried again", e);
                    }
                    failed = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * All that are to be found, or as many as fit between two looks at what came.
     *
     * @return whether there may be more
     */
    private boolean findSome(CountDownLatch until) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS)) {
            long from = System.nanoTime();
            boolean any = findSome.getAsBoolean();
            long took = System.nanoTime() - from;
            if (!any || until.await(took, TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }
}
