package org.citestream.benchmarks.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RougeTest {

    private static final String REFERENCE = "police killed the gunman";

    @Test
    void theExampleOfThePublicationScoresAsPublished() {
        Rouge.Scores kept = Rouge.best("police kill the gunman", List.of(REFERENCE));
        Rouge.Scores turned = Rouge.best("the gunman kill police", List.of(REFERENCE));

        assertThat(kept.one()).isEqualTo(0.75);
        assertThat(kept.two()).isEqualTo(1.0 / 3, within(1e-12));
        assertThat(kept.longest()).isEqualTo(0.75);
        assertThat(turned.two()).isEqualTo(1.0 / 3, within(1e-12));
        assertThat(turned.longest()).isEqualTo(0.5);
    }

    @Test
    void aWordCountsNoMoreOftenThanTheReferenceHasIt() {
        assertThat(Rouge.best("the the the the", List.of("the cat")).one()).isEqualTo(1.0 / 3, within(1e-12));
    }

    @Test
    void lengthsOfBothSidesCount() {
        assertThat(Rouge.best("a b c d e f", List.of("a b")).one()).isEqualTo(0.5);
        assertThat(Rouge.best("a b", List.of("a b c d e f")).one()).isEqualTo(0.5);
    }

    @Test
    void caseAndPunctuationDoNotMatterAndTheBestReferenceCounts() {
        assertThat(Rouge.best("Police killed: the GUNMAN!", List.of("nothing alike", REFERENCE)))
                .isEqualTo(new Rouge.Scores(1, 1, 1));
    }

    @Test
    void nothingHasNothingInCommon() {
        assertThat(Rouge.best("", List.of(REFERENCE, ""))).isEqualTo(new Rouge.Scores(0, 0, 0));
    }
}
