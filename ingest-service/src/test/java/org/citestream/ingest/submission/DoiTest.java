package org.citestream.ingest.submission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoiTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1145/ABC.1",
                "10.1145/abc.1",
                " 10.1145/Abc.1 ",
                "doi:10.1145/abc.1",
                "DOI: 10.1145/ABC.1",
                "https://doi.org/10.1145/ABC.1",
                "http://dx.doi.org/10.1145/abc.1",
                "HTTPS://DOI.ORG/10.1145/abc.1",
                "https://www.doi.org/10.1145/abc.1?from=here#top",
                "doi.org/10.1145/abc.1",
                "info:doi/10.1145/ABC.1",
                "urn:doi:10.1145/abc.1",
                "doi:https://doi.org/10.1145/abc.1",
                "http://doi.acm.org/10.1145/abc.1",
                "https://doi.org/10.1145/abc%2E1"
            })
    @DisplayName("every spelling of a DOI folds to one")
    void folds(String written) {
        assertThat(Doi.fold(written)).hasValue("10.1145/abc.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.1145",
                "10.1145/",
                "10.12/a",
                "11.1145/a",
                "10./a",
                "10.1145x/a",
                "10.1145/a b",
                "10.1145/a\u0007",
                "10.1145/\uD800",
                "https://example.org/10.1145/a",
                "https://doi.org/",
                "https://doi.org/10.1145/%zz",
                "https://doi.org/abs/10.1145/a",
                "doi:doi:10.1145/a",
                "10.1145.x/a",
                "dblp:conf/a"
            })
    @DisplayName("what is no DOI folds to nothing")
    void refuses(String written) {
        assertThat(Doi.fold(written)).isEmpty();
    }

    @Test
    @DisplayName("only ASCII letters change their case, and subdivided registrants and odd suffixes are kept")
    void oddSuffixes() {
        assertThat(Doi.fold("10.1000.10/ÄB(1)<2>;3")).hasValue("10.1000.10/Äb(1)<2>;3");
        assertThat(Doi.fold("https://doi.org/10.1002/a+b")).hasValue("10.1002/a+b");
        assertThat(Doi.fold("10.1145/" + "a".repeat(Doi.MAX_LENGTH))).isEmpty();
    }
}
