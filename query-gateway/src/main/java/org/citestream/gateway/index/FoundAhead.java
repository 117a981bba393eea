package org.citestream.gateway.index;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Finds the neighbours of papers before anybody asks for their views, on one thread that rests for as long as it works. It waits while vectors
 * come by the thousand: what is found then would have to be found again.
 */
final class FoundAhead implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FoundAhead.class);
    private static final long PAUSE_MILLIS = 500;
    /** Of a hundred vectors, how many may come in a pause. */
    private static final int CALM_PERCENT = 1;

    private static final int CALM_IN_ANY_CASE = 100;

    private final NeighbourIndex neighbours;
    private CountDownLatch stopped = new CountDownLatch(0);

    FoundAhead(NeighbourIndex neighbours) {
        this.neighbours = neighbours;
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
        try {
            while (!until.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                long now = neighbours.changes();
                boolean calm = now - before <= Math.max(CALM_IN_ANY_CASE, now * CALM_PERCENT / 100);
                before = now;
                if (calm) {
                    findSome(until);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("Neighbours are not found ahead any more, but when they are asked for", e);
        }
    }

    /** All that are to be found, or as many as fit between two looks at what came. */
    private void findSome(CountDownLatch until) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS)) {
            long from = System.nanoTime();
            boolean any = neighbours.findSome();
            long took = System.nanoTime() - from;
            if (!any || until.await(took, TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }
}
