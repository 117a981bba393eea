package org.citestream.summary.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.citestream.summary.Papers;
import org.citestream.summary.text.PaperText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryCheckTest {

    private static final PaperText PAPER = new PaperText(Papers.TIDEMARK_TITLE, Papers.TIDEMARK_ABSTRACT);

    private final SummaryCheck check = new SummaryCheck();

    @Test
    void aFaithfulSummaryHasNoProblems() {
        assertThat(check.problems(Papers.TIDEMARK_SUMMARY, PAPER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Tidemark places checkpoint barriers by replay cost. Recovers 9x faster than fixed intervals on 32 nodes. | number 9x
                    Tidemark places checkpoint barriers by replay cost. Recovers 4.5% faster than fixed intervals on 32 nodes. | number 4.5%
                    Tidemark places checkpoint barriers by replay cost on Flink. Recovers faster than fixed intervals. | name Flink
                    Tidemark places checkpoint barriers by replay cost via RDMA. Recovers faster than fixed intervals. | name RDMA
                    In this paper, Tidemark places checkpoint barriers by the measured cost of replay on 32 nodes. | speaks of itself
                    **Tidemark** places checkpoint barriers by the measured cost of replay on a cluster of 32 nodes. | markup
                    Tidemark places checkpoint barriers by the measured cost of replay, see https://tidemark.example now. | link
                    Tidemark is good. | words
                    Penguins breed in colonies on the southern ice and feed their young on fish all summer long. | nothing in the title
                    """)
    void whatThePaperDoesNotBearOutIsFound(String summary, String problem) {
        assertThat(check.problems(summary, PAPER)).anyMatch(each -> each.contains(problem));
    }
}
