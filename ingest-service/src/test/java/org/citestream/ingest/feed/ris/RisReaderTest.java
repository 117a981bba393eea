package org.citestream.ingest.feed.ris;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.feed.Readers;
import org.citestream.ingest.feed.Readers.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RisReaderTest {

    private static final String RECORD = """
        TY  - JOUR
        AU  - Löw, Ada
        AU  - Li, Bo, Jr.
        TI  - On Joins
        JO  - Proceedings of the VLDB Endowment
        SN  - 2150-8097 (ISSN)
        VL  - 16
        IS  - 3
        PY  - 2022/11//
        DO  - https://doi.org/10.14778/ABC.1
        UR  - https://example.org/1
        AB  - We show
          that it goes on.
        ER  -

        """;

    @Test
    @DisplayName("a record, with a value over two lines, whatever ends the lines")
    void record() throws IOException {
        for (String text : new String[] {RECORD, RECORD.replace("\n", "\r\n"), "\uFEFF" + RECORD}) {
            SubmittedPaper paper = Readers.read(text).paper();
            assertThat(paper.recordKey()).startsWith("ris:");
            assertThat(paper.title()).isEqualTo("On Joins");
            assertThat(paper.authors()).extracting("name").containsExactly("Ada Löw", "Bo Li Jr.");
            assertThat(paper.venue()).isEqualTo("VLDB");
            assertThat(paper.year()).isEqualTo(2023);
            assertThat(paper.doi()).isEqualTo("10.14778/abc.1");
            assertThat(paper.abstractText()).isEqualTo("We show that it goes on.");
        }
    }

    @Test
    @DisplayName("the same record has the same key again, whatever its number is in the list it comes from")
    void keys() throws IOException {
        String bare = RECORD.replaceAll("(?m)^(DO|UR) .*\n", "");
        assertThat(Readers.read(bare.replace("VL  -", "ID  - low22\nVL  -"))
                        .paper()
                        .key())
                .isEqualTo(Readers.read(bare).paper().key());
        assertThat(Readers.read(bare).paper().key())
                .isEqualTo(Readers.read(bare).paper().key())
                .isNotEqualTo(
                        Readers.read(bare.replace("Joins", "Sorts")).paper().key());
    }

    @Test
    @DisplayName("a record without its end is refused, the next goes on; whole journals are left out")
    void broken() throws IOException {
        Result result = Readers.read("TY  - JOUR\nTI  - Cut\n" + RECORD + "TY  - JFULL\nTI  - T\nER  - \nTY  - JOUR\n");
        assertThat(result.report().accepted()).isEqualTo(1);
        assertThat(result.refusals())
                .containsExactly(
                        "null ER is missing before the next record",
                        "null ER is missing: the input ends inside of a record");
        assertThat(result.leftOut()).isEqualTo(Map.of("a whole volume, issue or series", 1L));
    }
}
