package org.citestream.ingest.feed.crossref;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CitationTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A. Lee and B. Kim. Adaptive joins in practice. In VLDB, 1998.|A. Lee",
                "A. Lee, B. Kim, and C. Day. Adaptive joins in practice. VLDB J., 7(1):1-12, 1998.|A. Lee",
                "A. Lee et al. Adaptive joins in practice. In VLDB, 1998.|A. Lee",
                "Ann Lee and Bo Kim. Adaptive joins in practice. In VLDB, pages 1-12, 1998.|Ann Lee",
                "Ann M. van der Lee, Bo Kim and Cy Day. Adaptive joins in practice. In VLDB, 1998.|Ann M. van der Lee",
                "Ann Lee et al. Adaptive joins in practice. In VLDB, 1998.|Ann Lee",
                "Lee A, Kim B. Adaptive joins in practice. VLDB J 1998;7:1-12|Lee A",
                "Lee A. Adaptive joins in practice. VLDB J 1998;7:1-12|Lee A",
                "Lee, A., Kim, B.: Adaptive joins in practice. In: VLDB, pp. 1-12 (1998)|Lee, A., Kim, B.",
                "A. Lee (1998) Adaptive joins in practice. VLDB J. 7:1-12|A. Lee",
                "[7] Ann Lee and Bo Kim. 1998. Adaptive joins in practice. In VLDB. 1-12.|Ann Lee",
                "A. Lee, “Adaptive joins in practice,” VLDB, 1998.|A. Lee"
            })
    @DisplayName("title, year and first author are found in the forms that bibliographies have")
    void forms(String text, String author) {
        CitationText said = CitationText.of(text);
        assertThat(said.title()).isEqualTo("Adaptive joins in practice");
        assertThat(said.year()).isEqualTo("1998");
        assertThat(said.author()).isEqualTo(author);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PostgreSQL manual, see www.postgresql.org",
                "Parallel Databases. Adaptive joins in practice. In VLDB, 1998.",
                "Data and Knowledge. Adaptive joins in practice. Without a year.",
                "Oracle Corp. Oracle Database Concepts. Release 8, 1998."
            })
    @DisplayName("of what could as well be something else no title is taken")
    void others(String text) {
        assertThat(CitationText.of(text).title()).isNull();
    }
}
