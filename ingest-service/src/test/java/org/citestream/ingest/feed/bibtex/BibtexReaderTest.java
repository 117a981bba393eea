package org.citestream.ingest.feed.bibtex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.feed.Readers;
import org.citestream.ingest.feed.Readers.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BibtexReaderTest {

    @Test
    @DisplayName("an entry: strings, joined values, LaTeX, names in either order, an organisation, others")
    void entry() throws IOException {
        SubmittedPaper paper = Readers.read("""
            % a library
            @string{pvldb = "Proc. {VLDB} Endow."}
            @comment{not an @entry{x}}
            @preamble{"\\newcommand{\\x}{y}"}
            @Article{low2022,
              author = {L{\\"o}w, Ada and Bo van der Li and {Barnes and Noble} and Garc{\\'\\i}a, Jr, Jos\\'e and others},
              title  = "{Joins} \\& {\\em more}: a~study -- part " # "1",
              journal = pvldb, volume = 16, number = {3}, year = 2022, month = jan,
              doi = {10.14778/ABC.1}, url = "https://example.org/a_b",
              abstract = {We show
                 things.},
            }
            """).paper();
        assertThat(paper.source()).isEqualTo("bibtex");
        assertThat(paper.title()).isEqualTo("Joins & more: a study – part 1");
        assertThat(paper.authors())
                .extracting("name")
                .containsExactly("Ada Löw", "Bo van der Li", "Barnes and Noble", "José García Jr");
        assertThat(paper.venue()).isEqualTo("VLDB");
        assertThat(paper.year()).isEqualTo(2023);
        assertThat(paper.doi()).isEqualTo("10.14778/abc.1");
        assertThat(paper.url()).isEqualTo("https://example.org/a_b");
        assertThat(paper.abstractText()).isEqualTo("We show things.");
    }

    @Test
    @DisplayName(
            "citation keys are everybody's own: the same key for two works makes two records, and another key for one work none")
    void keys() throws IOException {
        String entry = "@article{low, author = {Ada Low}, title = {On Joins}, year = 2001}";
        String key = Readers.read(entry).paper().key();
        assertThat(Readers.read(entry.replace("{low", "{ada01")).paper().key()).isEqualTo(key);
        assertThat(Readers.read(entry.replace("Joins", "Sorts")).paper().key()).isNotEqualTo(key);
    }

    @Test
    @DisplayName("DBLP's export says that it is of the same work as DBLP's record, and has the venue of its stream")
    void dblp() throws IOException {
        String entry = """
            @inproceedings{DBLP:conf/vldb/Omiecinski91,
              author    = {Edward Omiecinski}, title = {Incremental File Reorganization Schemes}, year = {1991},
              booktitle = {17th International Conference on Very Large Data Bases, Barcelona}, url = {https://doi.org/10.1000/x}}
            """;
        SubmittedPaper paper = Readers.read(entry).paper();
        assertThat(paper.recordKey()).isEqualTo("bibtex:DBLP:conf/vldb/Omiecinski91");
        assertThat(paper.sameAs()).containsExactly("dblp:conf/vldb/Omiecinski91");
        assertThat(paper.venue()).isEqualTo("VLDB");
        assertThat(paper.doi()).isEqualTo("10.1000/x");
        assertThat(Readers.read(entry.replace("conf/vldb", "conf/other"))
                        .paper()
                        .isMember())
                .isFalse();
    }

    @Test
    @DisplayName("an entry that is not closed is refused alone; proceedings are left out")
    void broken() throws IOException {
        String good = "author = {A B}, title = {T}, year = {2001}}\n";
        Result result = Readers.read("@article{a, title = {never closed, author = {A B},\n"
                + "@article{b, " + good
                + "@article{c, title {T}}\n@misc(d, " + good.replace("2001}}", "2001})")
                + "@proceedings{e, " + good
                + "@article{f, title = {T}, year = {2001}}\n"
                + "@article{g, title = {T}");
        assertThat(result.accepted())
                .extracting(each -> ((SubmittedPaper) each).title())
                .containsExactly("T", "T");
        assertThat(result.refusals())
                .containsExactly(
                        "bibtex:a  is not closed: a brace or a quotation mark is missing",
                        "bibtex:c  lacks the name or the equals sign of a field after its key",
                        "bibtex:g  is not closed after the field title");
        assertThat(result.leftOut()).isEqualTo(Map.of("a whole volume, issue or series", 1L, "no author", 1L));
    }

    @Test
    @DisplayName("bytes that are not UTF-8 refuse their entry, and a value out of all measure its own")
    void bytes() throws IOException {
        byte[] latin =
                "@article{a, author = {M\u00fcller}, title = {T}, year = 2001}\n@article{b, author = {B}, title = {T}, year = 2001}"
                        .getBytes(StandardCharsets.ISO_8859_1);
        Result result = Readers.read(latin);
        assertThat(result.refusals()).containsExactly("bibtex:a author holds bytes that are not UTF-8");
        assertThat(result.report().accepted()).isEqualTo(1);
        Result endless = Readers.read("@article{a, title = {" + "x".repeat(500_000) + "}, year = 2001}\n"
                + "@article{b, author = {B}, title = {T}, year = 2001}");
        assertThat(endless.refusals()).singleElement().asString().contains("400,000");
        assertThat(endless.report().accepted()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "G{\\'{e}}rard \\v{C}ech|Gérard Čech",
                "\\AA{}ngstr\\\"om and \\O rsted|Ångström and Ørsted",
                "\\c{S}tefan {\\l}ukasz \\ss|Ştefan łukasz ß",
                "100\\% of \\$5 \\_ x|100% of $5 _ x",
                "$\\alpha_{1}$-joins|$\\alpha_{1}$-joins",
                "pages 1--2---3|pages 1–2—3",
                "``quoted'' it's|“quoted” it's",
                "\\\"|",
                "\\|"
            })
    @DisplayName("LaTeX becomes text")
    void latex(String latex, String text) {
        assertThat(Latex.text(latex)).isEqualTo(text == null ? "" : text);
    }
}
