package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SolvingThreadsTest {

    @Test
    void stretchesCoverAllPapersOnce() {
        try (SolvingThreads threads = new SolvingThreads(3, 1_000_000_001)) {
            int next = 0;
            for (int thread = 0; thread < threads.count(); thread++) {
                assertThat(threads.from(thread)).isEqualTo(next);
                next = threads.to(thread);
            }
            assertThat(next).isEqualTo(1_000_000_001);
        }
    }

    @Test
    void whoMeetsSeesWhatTheOthersWrote() {
        int[] written = new int[4];
        int[] seen = new int[4];
        try (SolvingThreads threads = new SolvingThreads(4, 4)) {
            threads.each(thread -> {
                for (int round = 1; round <= 1000; round++) {
                    written[thread] = round;
                    threads.meet();
                    for (int other : written) {
                        seen[thread] += other == round ? 1 : 0;
                    }
                    threads.meet();
                }
            });
        }
        assertThat(seen).containsOnly(4000);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nobodyWaitsForAThreadThatFailed() {
        try (SolvingThreads threads = new SolvingThreads(2, 4)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> threads.each(thread -> {
                        if (thread == 1) {
                            throw new IllegalStateException("no more memory, say");
                        }
                        threads.meet();
                    }))
                    .withMessage("no more memory, say");
        }
    }
}
