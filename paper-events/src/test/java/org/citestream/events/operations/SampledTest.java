package org.citestream.events.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampledTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void anAnswerIsToldWithoutAskingAgainForAsLongAsItIsKept() throws TimeoutException {
        Sampled<Integer> kept = new Sampled<>("kept", asked::incrementAndGet, LONG);
        assertThat(kept.within(LONG)).isEqualTo(1);
        assertThat(kept.within(LONG)).isEqualTo(1);
        assertThat(kept.figure(Integer::doubleValue)).isEqualTo(1.0);

        Sampled<Integer> notKept = new Sampled<>("not-kept", asked::incrementAndGet, Duration.ZERO);
        for (int answer = 2; answer < 2_000; answer++) {
            assertThat(notKept.within(LONG)).isEqualTo(answer);
        }
    }

    @Test
    void aFarSideThatHangsHoldsUpOneThreadAndAScrapeOfManyFiguresForAMoment() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        Sampled<Integer> hanging = new Sampled<>(
                "hanging",
                () -> {
                    try {
                        answers.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return asked.incrementAndGet();
                },
                LONG);
        long begin = System.nanoTime();
        double[] figures = IntStream.range(0, 100)
                .mapToDouble(_ -> hanging.figure(Integer::doubleValue))
                .toArray();
        assertThat(figures).containsOnly(Double.NaN);
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
        assertThatThrownBy(() -> hanging.within(Duration.ofMillis(1))).isInstanceOf(TimeoutException.class);

        answers.countDown();
        assertThat(hanging.within(LONG)).as("asked once by all of them").isEqualTo(1);
    }

    @Test
    void aFailureIsThrownToWhoWaitsAndIsNoFigure() {
        Sampled<Integer> failing = new Sampled<>(
                "failing",
                () -> {
                    throw new IllegalStateException("no database");
                },
                LONG);
        assertThatThrownBy(() -> failing.within(LONG)).hasMessage("no database");
        assertThat(failing.figure(Integer::doubleValue)).isNaN();
    }
}
