package org.citestream.ingest.submission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityKeyTest {

    @Test
    @DisplayName("a DOI in any spelling becomes a key of doi:, and a source's key stays as it is")
    void folds() {
        assertThat(IdentityKey.fold("doi:10.1145/ABC")).hasValue("doi:10.1145/abc");
        assertThat(IdentityKey.fold("https://doi.org/10.1145/ABC")).hasValue("doi:10.1145/abc");
        assertThat(IdentityKey.fold("10.1145/ABC:1")).hasValue("doi:10.1145/abc:1");
        assertThat(IdentityKey.fold("dblp:conf/vldb/Omiecinski91")).hasValue("dblp:conf/vldb/Omiecinski91");
        assertThat(IdentityKey.fold("lab:a:b")).hasValue("lab:a:b");
    }

    @Test
    @DisplayName("a key written as a reference is the key of the record that it names, whatever its Unicode form")
    void meetsTheRecordKey() {
        String decomposed = "Mu\u0308ller 2001";
        String recordKey = Readings.paper(
                        Readings.of(Readings.record(decomposed)).getFirst())
                .recordKey();
        assertThat(IdentityKey.fold("lab:" + decomposed)).hasValue(recordKey);
        assertThat(IdentityKey.of("lab", "Müller 2001")).isEqualTo(recordKey);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dblp",
                "dblp:",
                ":x",
                "DBLP:x",
                "title:x",
                "citation:x",
                "https://example.org/x",
                "doi:broken",
                "a b:c",
                "lab: x",
                "lab:x\u0000"
            })
    @DisplayName("what is no key folds to nothing")
    void refuses(String written) {
        assertThat(IdentityKey.fold(written)).isEmpty();
    }
}
