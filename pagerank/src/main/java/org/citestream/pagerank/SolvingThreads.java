package org.citestream.pagerank;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The threads of one solve, the caller's among them: each has a number, and a stretch of the papers. */
final class SolvingThreads implements AutoCloseable {

    /** Threads meet a thousand times in a solve, and one that sleeps takes a fifth of a step to wake up. */
    private static final long PATIENCE_NANOS = 200_000;

    private final int count;
    private final int papers;

    /** Whether one that waits takes no processor from one that works. */
    private final boolean patient;

    private final ExecutorService others;
    private final Phaser meeting;
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

    SolvingThreads(int count, int papers) {
        this.count = count;
        this.papers = papers;
        this.patient = Runtime.getRuntime().availableProcessors() >= count;
        this.meeting = new Phaser(count);
        this.others = Executors.newFixedThreadPool(
                Math.max(1, count - 1),
                Thread.ofPlatform().daemon().name("pagerank-", 1).factory());
    }

    int count() {
        return count;
    }

    /** The first paper of a thread's stretch. */
    int from(int thread) {
        return (int) ((long) papers * thread / count);
    }

    /** One after the last paper of a thread's stretch. */
    int to(int thread) {
        return from(thread + 1);
    }

    /** What each thread does. */
    @FunctionalInterface
    interface Work {
        void of(int thread);
    }

    /**
     * Has all threads do their work, and returns when all of it is done.
     *
     * @throws RuntimeException what the first of them that failed threw
     */
    void each(Work work) {
        firstFailure.set(null);
        List<CompletableFuture<?>> running = new ArrayList<>();
        for (int thread = 1; thread < count; thread++) {
            int number = thread;
            running.add(CompletableFuture.runAsync(() -> work(work, number), others));
        }
        work(work, 0);
        running.forEach(CompletableFuture::join);
        switch (firstFailure.get()) {
            case null -> {}
            case RuntimeException why -> throw why;
            case Error why -> throw why;
            case Throwable why -> throw new IllegalStateException(why);
        }
    }

    private void work(Work work, int thread) {
        try {
            work.of(thread);
        } catch (RuntimeException | Error broken) {
            firstFailure.compareAndSet(null, broken);
            // Nobody waits for one who does not come.
            meeting.forceTermination();
        }
    }

    /**
     * Within {@link #each}: goes on when all threads have come as far, and with what they wrote until then.
     *
     * @throws CancellationException when one of them failed
     */
    void meet() {
        int phase = meeting.arrive();
        long begin = System.nanoTime();
        while (patient && meeting.getPhase() == phase && System.nanoTime() - begin < PATIENCE_NANOS) {
            Thread.onSpinWait();
        }
        if (meeting.awaitAdvance(phase) < 0) {
            throw new CancellationException("another thread of the solve failed");
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
