package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontsTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 256, 257, 512, 14_593, 131_072, 1_000_003})
    void eachFrontSweepsAllPapersOnceFromTheNewestToTheOldest(int papers) {
        Fronts fronts = new Fronts(papers);
        int[] left = new int[Fronts.COUNT];
        Arrays.fill(left, papers);
        for (int step = 0; step < fronts.steps(); step++) {
            for (int front = 0; front < Fronts.COUNT; front++) {
                int from = fronts.from(step, front);
                int to = fronts.to(step, front);
                assertThat(from).isBetween(0, to);
                if (to > from) {
                    assertThat(to).as("step %d of front %d", step, front).isEqualTo(left[front]);
                    left[front] = from;
                }
            }
        }
        assertThat(left).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 14_593, 1_000_003})
    void noTwoFrontsSweepABlockInTheSameStepAndEachStaysBehindTheOneBeforeIt(int papers) {
        Fronts fronts = new Fronts(papers);
        for (int step = 0; step < fronts.steps(); step++) {
            for (int front = 1; front < Fronts.COUNT; front++) {
                int to = fronts.to(step, front);
                if (to > 0 && fronts.to(step, front - 1) > 0) {
                    assertThat(fronts.to(step, front - 1)).isLessThanOrEqualTo(fronts.from(step, front));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9, 12})
    void eachFrontIsSweptByOneOfTheThreadsAndTheirWorkDiffersByNoMoreThanTheDearestFront(int threads) {
        SplittableRandom random = new SplittableRandom(threads);
        int papers = 1_000_003;
        Fronts fronts = new Fronts(papers);
        fronts.start();
        int block = fronts.to(0, 0) - fronts.from(0, 0);
        for (int step = 0; step < fronts.steps(); step++) {
            int[] pushed = new int[Fronts.COUNT];
            for (int front = 0; front < Fronts.COUNT; front++) {
                pushed[front] = random.nextInt(block + 1);
                fronts.pushed(front, pushed[front]);
            }
            int[] threadOf = fronts.share(step, threads);
            assertThat(threadOf).hasSize(Fronts.COUNT);
            assertThat(fronts.share(step, threads))
                    .as("the same for every thread")
                    .isEqualTo(threadOf);
            long[] work = new long[threads];
            long dearest = 0;
            for (int front = 0; front < Fronts.COUNT; front++) {
                assertThat(threadOf[front]).isBetween(0, threads - 1);
                if (fronts.to(step, front) > 0) {
                    long cost = pushed[front] + block / 8;
                    work[threadOf[front]] += cost;
                    dearest = Math.max(dearest, cost);
                }
            }
            assertThat(Arrays.stream(work).max().orElseThrow()
                            - Arrays.stream(work).min().orElseThrow())
                    .isLessThanOrEqualTo(dearest);
        }
    }
}
