package org.citestream.benchmarks.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import org.citestream.benchmarks.generated.Citations;
import org.junit.jupiter.api.Test;

class PageRankStreamTest {

    @Test
    void citationsOfPapersThatComeLaterAreSetWhenThoseComeAndEachEpochIsCertified() {
        Citations citations = Citations.generated(5_003, 1);

        PageRankStream.Outcome outcome = new PageRankStream(citations).run();

        assertThat(outcome.set())
                .as("one in a hundred cites a paper that comes later")
                .isEqualTo(citations.citations());
        assertThat(outcome.largestBound()).isPositive().isLessThanOrEqualTo(1e-11);
        assertThat(outcome.nanos()).hasSize(5_003).isSorted();
        assertThat(outcome.micros(0.99)).isLessThanOrEqualTo(outcome.micros(1));
    }
}
