package org.citestream.events.operations;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What can be told only by asking the broker or the database, for metrics and figures that many ask for. One question is under way at a
 * time, on a thread of its own, and its answer is kept for a while; so a far side that hangs holds up one thread, and whoever asks
 * waits no longer than they want to.
 *
 * @param <T> what is told
 */
public final class Sampled<T> {

    /** How long a scrape waits for what is asked for: all figures of one question wait together. */
    private static final Duration SCRAPE_WAITS = Duration.ofMillis(500);

    private final String name;
    private final Supplier<T> question;
    private final long keptNanos;
    private @Nullable Sample<T> last;

    /**
     * @param name of what is told, for its thread
     * @param question asked on another thread; what it throws is thrown to those who wait for it
     * @param kept how long an answer, or the failure to get one, is told without asking again
     */
    public Sampled(String name, Supplier<T> question, Duration kept) {
        this.name = name;
        this.question = question;
        this.keptNanos = kept.toNanos();
    }

    /** One question and its answer. */
    private static final class Sample<T> {

        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final long askedAt = System.nanoTime();
        /** Known before the answer is, so that who has the answer can tell how old it is. */
        private volatile long answeredAt;

        void ask(Supplier<T> question) {
            try {
                T told = question.get();
                answeredAt = System.nanoTime();
                answer.complete(told);
            } catch (Throwable e) { // told to those who wait
                answeredAt = System.nanoTime();
                answer.completeExceptionally(e);
            }
        }

        boolean isOlderThan(long nanos) {
            return answer.isDone() && System.nanoTime() - answeredAt >= nanos;
        }
    }

    /**
     * The answer to a question that was asked at most so long ago as answers are kept, or that is under way.
     *
     * @throws TimeoutException if there is none in time
     * @throws RuntimeException whatever the question ended with
     */
    public T within(Duration patience) throws TimeoutException {
        return await(sample(), patience.toNanos());
    }

    /** A figure of the answer for a scrape, which is not a number where there is no answer half a second after it was asked for. */
    public double figure(ToDoubleFunction<? super T> of) {
        Sample<T> sample = sample();
        long passed = System.nanoTime() - sample.askedAt;
        try {
            return of.applyAsDouble(await(sample, SCRAPE_WAITS.toNanos() - passed));
        } catch (TimeoutException | RuntimeException e) {
            return Double.NaN; // readiness tells who does not answer
        }
    }

    private synchronized Sample<T> sample() {
        Sample<T> sample = last;
        if (sample == null || sample.isOlderThan(keptNanos)) {
            sample = new Sample<>();
            last = sample;
            Sample<T> asked = sample;
            Thread.ofVirtual().name("sample-" + name).start(() -> asked.ask(question));
        }
        return sample;
    }

    private T await(Sample<T> sample, long nanos) throws TimeoutException {
        try {
            return sample.answer.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted while waiting for " + name);
        }
    }
}
