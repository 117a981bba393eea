package org.citestream.summary.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackReferenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tests show better scalability than both extremes.",
                "It pays where these plans differ.",
                "Tests show that the latter is faster.",
                "Each of them is faster than a scan.",
                "Experiments with such workloads show gains.",
                "It solves this problem in linear time."
            })
    void whatRefersToAnotherSentenceIsFound(String sentence) {
        assertThat(BackReference.in(sentence)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tests show that both speed and accuracy improve.",
                "It is faster than those that sort.",
                "Formats such as Parquet are read without copies.",
                "It is shown in this paper.",
                "The two-phase protocol commits."
            })
    void whatStandsAloneIsNot(String sentence) {
        assertThat(BackReference.in(sentence)).isFalse();
    }
}
