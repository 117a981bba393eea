package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {

    private static final int PAPERS = 400_000;
    private static final int REFERENCES = 5;

    private final CitationLists lists = lists();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9})
    void theRangesLieOneBelowTheOtherAndAllThatIsSweptIsTheFirstThreads(int threads) {
        Fronts fronts = new Fronts(PAPERS);
        fronts.start();
        Ranges ranges = new Ranges(lists, fronts, threads);
        for (int step = 0; step < fronts.steps(); step++) {
            if (step % Ranges.STEPS == 0) {
                ranges.divide(step);
            }
            assertThat(ranges.from(step, threads - 1)).isZero();
            for (int thread = 1; thread < threads; thread++) {
                assertThat(ranges.from(step, thread)).isLessThanOrEqualTo(ranges.from(step, thread - 1));
            }
            for (int front = 0; front < Fronts.COUNT; front++) {
                if (fronts.to(step, front) > 0) {
                    assertThat(ranges.from(step, 0)).isLessThanOrEqualTo(fronts.from(step, front));
                }
                fronts.pushed(front, fronts.to(step, front) - fronts.from(step, front));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void eachOfTheOtherThreadsHasAboutAsMuchToAdd(int threads) {
        Fronts fronts = new Fronts(PAPERS);
        fronts.start();
        Ranges ranges = new Ranges(lists, fronts, threads);
        long[] additions = new long[threads];
        // In the middle of the way, where no bound is what it must be.
        int middle = fronts.steps() / 2 / Ranges.STEPS * Ranges.STEPS;
        ranges.divide(middle);
        for (int step = middle; step < middle + Ranges.STEPS; step++) {
            for (int front = 0; front < Fronts.COUNT; front++) {
                for (int paper = fronts.from(step, front); paper < fronts.to(step, front); paper++) {
                    count(paper, step, ranges, additions);
                }
            }
        }

        long all = 0;
        for (long each : additions) {
            all += each;
        }
        double share = 0.64 / (threads - 1);
        for (int thread = 1; thread < threads; thread++) {
            assertThat(additions[thread] / (double) all).isBetween(share - 0.05, share + 0.05);
        }
    }

    private void count(int citing, int step, Ranges ranges, long[] additions) {
        long entry = lists.entry(citing);
        int[] list = lists.list(entry);
        for (int i = 0; i < ListEntry.giving(entry); i++) {
            int cited = list[ListEntry.offset(entry) + i];
            int thread = 0;
            while (cited < ranges.from(step, thread)) {
                thread++;
            }
            additions[thread]++;
        }
    }

    /** References to papers of any age. */
    private static CitationLists lists() {
        SplittableRandom random = new SplittableRandom(1);
        IncrementalPageRank pageRank = new IncrementalPageRank();
        for (int paper = 0; paper < PAPERS; paper++) {
            pageRank.addPaper(paper);
        }
        int[] cited = new int[REFERENCES];
        for (int paper = 1; paper < PAPERS; paper++) {
            for (int i = 0; i < REFERENCES; i++) {
                cited[i] = random.nextInt(paper);
            }
            pageRank.setReferences(paper, cited, REFERENCES);
        }
        return pageRank.publish().lists();
    }
}
