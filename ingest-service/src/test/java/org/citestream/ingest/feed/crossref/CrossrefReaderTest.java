package org.citestream.ingest.feed.crossref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.ingest.feed.Readers;
import org.citestream.ingest.feed.Readers.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossrefReaderTest {

    private static final String WORK = """
        {"DOI":"10.14778/3570690.3570697","type":"journal-article","title":["Galvatron"],
         "subtitle":["Efficient Transformer Training over Multiple GPUs Using Automatic Parallelism"],
         "author":[{"given":"Ada","family":"L\\u00f6w","ORCID":"https://orcid.org/0000-0002-1825-0097","affiliation":[]},
                   {"family":"Solo","ORCID":"0000-0000-0000-0000"},{"name":"The Group"},{"affiliation":[]}],
         "container-title":["Proceedings of the VLDB Endowment"],"ISSN":["2150-8097"],"volume":"16","issue":"3",
         "issued":{"date-parts":[[2022,11]]},
         "abstract":"<jats:title>Abstract</jats:title><jats:p>Fast &amp; <jats:italic>good</jats:italic> if a &lt; b.</jats:p><jats:p>More.</jats:p>",
         "license":[{"URL":"http://creativecommons.org/licenses/by-nc-nd/4.0/","content-version":"vor"}],
         "URL":"http://dx.doi.org/10.14778/3570690.3570697","reference":%s}""";

    private static String work(String references) {
        return WORK.formatted(references).replace("\n", " ");
    }

    private static String page(String items) {
        return "{\"status\":\"ok\",\"message-type\":\"work-list\",\"message\":{\"facets\":{},\"items\":[" + items
                + "],\"total-results\":1,\"next-cursor\":\"abc\"}}";
    }

    @Test
    @DisplayName(
            "a work has its venue and the year of the venue by the rules, its whole title, and an abstract as text")
    void work() throws IOException {
        SubmittedPaper paper = Readers.read(page(work("null"))).paper();
        assertThat(paper)
                .isEqualTo(new SubmittedPaper(
                        "crossref",
                        "10.14778/3570690.3570697",
                        "Galvatron: Efficient Transformer Training over Multiple GPUs Using Automatic Parallelism",
                        List.of(
                                new SubmittedAuthor("Ada Löw", "0000-0002-1825-0097"),
                                new SubmittedAuthor("Solo", null),
                                new SubmittedAuthor("The Group", null)),
                        "VLDB",
                        2023,
                        "10.14778/3570690.3570697",
                        "Fast & good if a < b. More.",
                        "http://creativecommons.org/licenses/by-nc-nd/4.0/",
                        "http://dx.doi.org/10.14778/3570690.3570697",
                        List.of(),
                        null,
                        "test",
                        Readers.NOW));
    }

    @Test
    @DisplayName("a page, a single answer, a list, lines and a bare work are the same")
    void forms() throws IOException {
        SubmittedPaper expected = Readers.read(page(work("[]"))).paper();
        String single = "{\"status\":\"ok\",\"message-type\":\"work\",\"message\":" + work("[]") + "}";
        for (String form : List.of(
                single, "[" + work("[]") + "]", work("[]"), "{\"items\":[" + work("[]") + "]}", work("[]") + "\n\n")) {
            assertThat(Readers.read(form).paper()).isEqualTo(expected);
        }
        String lines = work("[]") + "\n" + "{\"DOI\":oops}\n" + work("[]") + "\n";
        assertThat(Readers.read(lines).report().accepted()).isEqualTo(2);
        assertThat(Readers.read(lines).refusals()).singleElement().asString().contains("is not JSON");
        assertThat(Readers.read(page(work("[]")) + page(work("[]"))).report().accepted())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("a reference is named by its DOI, also one in its text; else it is described, and its text is kept")
    void references() throws IOException {
        String references = """
            [{"key":"a","DOI":"10.1145/582095.582099","doi-asserted-by":"crossref","article-title":"Not &amp; needed","year":"1979"},
             {"key":"b","article-title":"R-trees","author":"Guttman","year":"1984a"},
             {"key":"c","unstructured":"[3] Ada Low, Bo Li, and Cy Wu. 2017. On Fast Joins: A Study. In SIGMOD. 1-10."},
             {"key":"d","unstructured":"E. F. Codd, \\u201cA relational model of data,\\u201d Commun. ACM, vol. 13, 1970. https://doi.org/10.1145/362384.362685."},
             {"key":"e","unstructured":"PostgreSQL manual, see www.postgresql.org"},
             {"key":"f","author":"Bayer","journal-title":"TODS","volume":"2","first-page":"11","year":"1977"},
             {"key":"g"}]
            """;
        assertThat(Readers.read(page(work(references))).paper().references())
                .containsExactly(
                        new SubmittedReference("doi:10.1145/582095.582099", "Not & needed", 1979, null),
                        new SubmittedReference(null, "R-trees", 1984, "Guttman"),
                        new SubmittedReference(
                                null,
                                "On Fast Joins: A Study",
                                2017,
                                "Ada Low",
                                "[3] Ada Low, Bo Li, and Cy Wu. 2017. On Fast Joins: A Study. In SIGMOD. 1-10."),
                        new SubmittedReference(
                                "doi:10.1145/362384.362685",
                                "A relational model of data",
                                1970,
                                "E. F. Codd",
                                "E. F. Codd, “A relational model of data,” Commun. ACM, vol. 13, 1970. https://doi.org/10.1145/362384.362685."),
                        new SubmittedReference(null, null, null, null, "PostgreSQL manual, see www.postgresql.org"),
                        new SubmittedReference(null, null, 1977, "Bayer", "TODS, vol. 2, p. 11"),
                        SubmittedReference.unnamed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Proceedings of the 2019 International Conference on Management of Data|10.1145/1.2|SIGMOD",
                "Proceedings of the 1998 ACM SIGMOD international conference on Management of data - SIGMOD '98|10.1145/1.2|SIGMOD",
                "Companion of the 2023 International Conference on Management of Data|10.1145/1.2|SIGMOD",
                "Proceedings of the 38th ACM SIGMOD-SIGACT-SIGAI Symposium on Principles of Database Systems|10.1145/1.2|PODS",
                "VLDB '02: Proceedings of the 28th International Conference on Very Large Databases|10.1016/1.2|VLDB",
                "ACM SIGMOD Record|10.1145/1.2|",
                "The VLDB Journal|10.1007/1.2|",
                "Proceedings of the 15th International Workshop on Data Management on New Hardware - DaMoN'19|10.1145/1.2|",
                "Proceedings of the 20th International Conference on Management of Data|10.5555/1.2|",
                "Anything|10.14778/1.2|VLDB"
            })
    @DisplayName("the venue follows from the name of the proceedings or the prefix; a work of none is outside")
    void venues(String container, String doi, String venue) throws IOException {
        SubmittedPaper paper = Readers.read(
                        "{\"DOI\":\"" + doi + "\",\"title\":[\"T\"],\"author\":[{\"family\":\"A\"}],"
                                + "\"container-title\":[\"" + container + "\"],\"issued\":{\"date-parts\":[[2002]]}}")
                .paper();
        assertThat(paper.venue()).isEqualTo(venue == null ? container : venue);
        assertThat(paper.isMember()).isEqualTo(venue != null);
        assertThat(paper.year()).isEqualTo(2002);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"type\":\"journal-issue\",\"title\":[\"T\"]|a whole volume, issue or series",
                "\"type\":\"book\",\"title\":[\"T\"],\"ISSN\":[\"2150-8097\"]|a whole volume, issue or series",
                "\"type\":\"component\",\"title\":[\"T\"]|part or supplement of another work",
                "\"type\":\"journal-article\",\"title\":[\"Front Matter\"]|front matter",
                "\"title\":[\"Editorial\"]|front matter",
                "\"title\":[\"Session details: Research 3\"]|front matter",
                "\"title\":[]|no title",
                "\"title\":[\"T\"],\"issued\":{\"date-parts\":[[null]]}|no year",
                "\"title\":[\"T\"],\"issued\":{\"date-parts\":[[2020]]},\"ISSN\":[\"2150-8097\"]|no author",
                "\"title\":[\"Correction\"],\"update-to\":[{\"type\":\"correction\",\"DOI\":\"10.1000/1\"}]|notice of a correction"
            })
    @DisplayName("what is no paper, or lacks what makes one, is left out and counted by its reason")
    void leftOut(String fields, String reason) throws IOException {
        Result result = Readers.read(page("{\"DOI\":\"10.1000/x\"," + fields + "}"));
        assertThat(result.readings()).isEmpty();
        assertThat(result.leftOut()).isEqualTo(Map.of(reason, 1L));
    }

    @Test
    @DisplayName("a retraction withdraws: by the notice, by the mark on the work, by its title; a new version does not")
    void retractions() throws IOException {
        String notice = "{\"DOI\":\"10.1000/n\",\"title\":[\"Retraction of X\"],\"issued\":{\"date-parts\":[[2020]]},"
                + "\"update-to\":[{\"type\":\"retraction\",\"DOI\":\"10.1000/X\"}]}";
        String marked = "{\"DOI\":\"10.1000/X\",\"title\":[\"X\"],\"issued\":{\"date-parts\":[[2020]]},"
                + "\"updated-by\":[{\"type\":\"retraction\",\"DOI\":\"10.1000/n\"}]}";
        String titled = "{\"DOI\":\"10.1000/X\",\"title\":[\"RETRACTED: X\"],\"issued\":{\"date-parts\":[[2020]]}}";
        for (String each : List.of(notice, marked, titled)) {
            SubmittedPaper retraction = Readers.read(page(each)).paper();
            assertThat(retraction.isRetraction()).isTrue();
            assertThat(retraction.isMember()).isFalse();
            assertThat(retraction.doi()).isEqualTo("10.1000/x");
            // The notice is another record than the work, so that neither undoes the other.
            assertThat(retraction.key()).isEqualTo(each.equals(notice) ? "10.1000/n" : "10.1000/x");
        }
        assertThat(Readers.read(page(titled.replace(",\"issued\":{\"date-parts\":[[2020]]}", "")))
                        .accepted())
                .containsExactly(new SubmittedWithdrawal("crossref", "10.1000/x", "test", Readers.NOW));
        assertThat(Readers.read(page(marked.replace("retraction", "new_version")))
                        .paper()
                        .title())
                .isEqualTo("X");
    }

    @ParameterizedTest
    @CsvSource({"10.1007/1,DOI 10.1007", "10.1145/1,", "10.48550/arxiv.1,"})
    @DisplayName(
            "a work of which nobody says where it appeared is placed by who registered it, unless that can be anybody")
    void registrants(String doi, String venue) throws IOException {
        SubmittedPaper paper = Readers.read(page("{\"DOI\":\"" + doi
                        + "\",\"title\":[\"T\"],\"author\":[{\"family\":\"A\"}],\"issued\":{\"date-parts\":[[2020]]}}"))
                .paper();
        assertThat(paper.isMember()).isFalse();
        assertThat(paper.venue()).isEqualTo(venue);
    }

    @Test
    @DisplayName("an error, and an answer that is cut, are no empty list; answers about other things hold no works")
    void errors() throws IOException {
        assertThatThrownBy(
                        () -> Readers.read(
                                "{\"status\":\"failed\",\"message-type\":\"validation-failure\",\"message\":[{\"type\":\"x\"}]}"))
                .hasMessageContaining("an error of Crossref");
        String whole = page(work("[]") + "," + work("[]"));
        assertThatThrownBy(() -> Readers.read(whole.substring(0, whole.length() - 200)))
                .hasMessageContaining(
                        "the input broke off after 1 record (the last is crossref:10.14778/3570690.3570697)");
        assertThat(Readers.read(
                                "{\"status\":\"ok\",\"message-type\":\"member-list\",\"message\":{\"items\":[{\"id\":1}]}}")
                        .leftOut())
                .isEqualTo(Map.of("not a work", 1L));
    }

    @Test
    @DisplayName(
            "half of a surrogate pair, a broken DOI and 10,001 authors refuse a work by name, and the next goes on")
    void hostile() throws IOException {
        String authors = "{\"family\":\"A\"},".repeat(10_000) + "{\"family\":\"B\"}";
        Result result =
                Readers.read(page("{\"DOI\":\"10.1000/a\",\"title\":[\"x\\ud800\"],\"author\":null,\"reference\":{}},"
                        + "{\"DOI\":\"none\",\"title\":[\"T\"]},"
                        + "{\"DOI\":\"10.1000/c\",\"title\":[\"T\"],\"author\":[" + authors + "]},"
                        + work("null")));
        assertThat(result.report().accepted()).isEqualTo(1);
        assertThat(result.refusals()).hasSize(2);
        assertThat(result.refusals().get(0)).startsWith("null doi is “none”, a broken DOI");
        assertThat(result.refusals().get(1)).contains("crossref:10.1000/c author is given too often");
        // A half is shown as what it is: the replacement character; without a year the work is left out.
        assertThat(result.leftOut()).isEqualTo(Map.of("no year", 1L));
    }
}
