package org.citestream.summary.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.citestream.summary.Papers;
import org.citestream.summary.text.PaperText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                    Tidemark places checkpoint barriers by replay cost. Recovers within 4.5 hours on 32 nodes. | number 4.5 hours
                    Tidemark places checkpoint barriers by replay cost. Recovers 4.5x faster within 32 ms than fixed ones. | number 32 ms
                    Tidemark places checkpoint barriers by replay cost. Recovers 4.5x faster on 32 million nodes. | number 32 million
                    Tidemark places checkpoint barriers by replay cost. Recovers faster than fixed intervals on 4.5 nodes. | number 4.5
                    Nimbus schedules checkpoints of stream processors by the measured cost of replay. Recovers 4.5x faster. | name Nimbus
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    is 4.5x faster | is 4.5 times faster
                    a factor of 4.5 on tests | 4.5x on tests
                    over 2 million records | over 2M records
                    over 2,000,000 records | over 2 million records
                    with 12,5 and 100K keys | with 100,000 keys
                    by 12 percent | by 12% at most
                    by 12 per cent | by 12 percentage points
                    takes 4 to 32 ms | takes 4 ms to 32 ms
                    takes 4-32 seconds | takes 32s, not 4
                    on three nodes | on 3 machines
                    a 10-second window | a window of 10 s
                    a 32-node cluster | 32 nodes
                    in the 1990s it was | since 1990 it was
                    pages of 64B each | pages of 64 bytes
                    a model of 7B weights | 7 billion weights
                    at 10 Gb/s links | at 10 Gbps links
                    """)
    void aNumberMayBeWrittenInAnotherWay(String source, String summary) {
        assertThat(Quantities.unknown(summary, source)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    3 nodes | 3 million nodes
                    3 million nodes | 3 nodes
                    takes 5 s | takes 5 ms
                    holds 5 MB | holds 5 GB
                    12% less | 12 less
                    12 nodes | 12% less
                    on 4 to 32 nodes | within 4 ms
                    """)
    void aNumberOfSomethingElseIsAnother(String source, String summary) {
        assertThat(Quantities.unknown(summary, source)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Schedules", "Adaptively", "Checkpointing", "Researchers", "Proposes", "Streams", "Tidemark"})
    void aFirstWordThatIsNoNameNeedNotBeInThePaper(String word) {
        assertThat(check.problems(word + " checkpoints by the measured cost of replay when the load moves.", PAPER))
                .noneMatch(each -> each.contains("name"));
    }

    @Test
    void anAbstractOfEndlessWordsTakesNoRoomOnTheStack() {
        PaperText endless = new PaperText(Papers.TIDEMARK_TITLE, "a-".repeat(50_000) + " " + "1.".repeat(50_000) + "1");

        assertThat(check.problems(Papers.TIDEMARK_SUMMARY, endless)).isNotEmpty();
    }
}
