package org.citestream.ingest.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citestream.ingest.submission.Readings.paper;
import static org.citestream.ingest.submission.Readings.record;
import static org.citestream.ingest.submission.Readings.refusal;
import static org.citestream.ingest.submission.Readings.refused;

import java.util.Collections;
import java.util.List;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.events.SubmittedWithdrawal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionContentTest {

    @Test
    @DisplayName("a full record becomes a paper, normalised")
    void fullRecord() {
        Reading reading = Readings.of("""
            {"source": "lab", "key": "k/1", "title": "  Of\\n many  things ", "year": 2023, "unknown": {"a": [1, {}]},
             "authors": ["Ada  L.", {"name": "Bob", "orcid": "https://orcid.org/0000-0002-1694-233x"}, {"name": "C", "orcid": null}],
             "venue": "VLDB", "doi": "https://doi.org/10.14778/AB.1", "abstract": "One.\\r\\nTwo.", "url": "https://lab.example/1",
             "references": ["doi:10.1145/X", "dblp:conf/a/B1", "...", null,
               {"title": "Seen", "year": 1989, "author": "D"}, {"key": "lab:z"}, {"doi": "10.1145/Y", "title": "T"}, {}]}
            """).getFirst();
        assertThat(paper(reading))
                .isEqualTo(new SubmittedPaper(
                        "lab",
                        "k/1",
                        "Of many things",
                        List.of(
                                new SubmittedAuthor("Ada L.", null),
                                new SubmittedAuthor("Bob", "0000-0002-1694-233X"),
                                new SubmittedAuthor("C", null)),
                        "VLDB",
                        2023,
                        "10.14778/ab.1",
                        "One. Two.",
                        null,
                        "https://lab.example/1",
                        List.of(
                                SubmittedReference.toKey("doi:10.1145/x"),
                                SubmittedReference.toKey("dblp:conf/a/B1"),
                                SubmittedReference.unnamed(),
                                SubmittedReference.unnamed(),
                                new SubmittedReference(null, "Seen", 1989, "D"),
                                SubmittedReference.toKey("lab:z"),
                                new SubmittedReference("doi:10.1145/y", "T", null, null),
                                SubmittedReference.unnamed()),
                        null,
                        "test",
                        Readings.NOW));
    }

    @Test
    @DisplayName("text of another Unicode form is taken as NFC")
    void composes() {
        assertThat(paper(",\"venue\":\"Mu\u0308nchen\"").venue()).isEqualTo("München");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \\t\""})
    @DisplayName("an optional text that is null or blank is absent")
    void blankIsAbsent(String blank) {
        SubmittedPaper paper =
                paper(",\"venue\":" + blank + ",\"abstract\":" + blank + ",\"doi\":" + blank + ",\"url\":" + blank);
        assertThat(paper.venue()).isNull();
        assertThat(paper.abstractText()).isNull();
        assertThat(paper.doi()).isNull();
        assertThat(paper.url()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"doi\":\"10.1145\" | /doi | broken DOI",
                "\"doi\":7 | /doi | must be a string",
                "\"authors\":\"Ada\" | /authors | must be an array",
                "\"authors\":[\"A\",\" \"] | /authors/1 | is blank",
                "\"authors\":[null] | /authors/0 | is null",
                "\"authors\":[{\"orcid\":null}] | /authors/0/name | is missing",
                "\"authors\":[{\"name\":\"A\",\"orcid\":\"0000-0002-1825-0098\"}] | /authors/0/orcid | check digit",
                "\"authors\":[{\"name\":\"A\",\"orcid\":\"0000000218\"}] | /authors/0/orcid | no ORCID iD",
                "\"authors\":[{\"name\":{\"x\":[1]}},3] | /authors/0/name | must be a string",
                "\"authors\":[{\"name\":\"A\",\"name\":\"B\"}] | /authors/0/name | given twice",
                "\"url\":\"ftp://a/b\" | /url | http and https",
                "\"url\":\"javascript:alert(1)\" | /url | http and https",
                "\"url\":\"https://a/ b\" | /url | white space",
                "\"references\":{} | /references | must be an array",
                "\"references\":[\"x\"] | /references/0 | no identity key",
                "\"references\":[null,\"doi:1\"] | /references/1 | broken DOI",
                "\"references\":[5] | /references/0 | must be an identity key",
                "\"references\":[{\"year\":12}] | /references/0/year | allowed are 1500 to 2028",
                "\"references\":[{\"key\":\"x\"}] | /references/0/key | no identity key",
                "\"venue\":\"a\\u0000b\" | /venue | control character U+0000",
                "\"venue\":\"a\\u0007b\" | /venue | control character U+0007",
                "\"venue\":\"a\\ud800b\" | /venue | half of a surrogate pair, U+D800",
                "\"venue\":\"\\udc00\\ud800\" | /venue | half of a surrogate pair",
                "\"venue\":\"a\\uffffb\" | /venue | no character",
                "\"deleted\":\"yes\" | /deleted | must be true or false",
                "\"year\":2000 | /year | given twice"
            })
    @DisplayName("a field that is not allowed is refused with its place and what is allowed")
    void refusals(String field, String pointer, String reason) {
        Reading.Refused refused = refusal("," + field.strip());
        assertThat(refused.field()).isEqualTo(pointer);
        assertThat(refused.reason()).contains(reason);
        assertThat(refused.recordKey()).isEqualTo("lab:a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"key\":\"a\",\"title\":\"t\",\"year\":1999 | /source | is missing",
                "\"source\":\"doi\",\"key\":\"a\",\"title\":\"t\",\"year\":1999 | /source | reserved",
                "\"source\":\"Lab\",\"key\":\"a\",\"title\":\"t\",\"year\":1999 | /source | lower-case",
                "\"source\":\"lab\",\"title\":\"t\",\"year\":1999 | /key | is missing",
                "\"source\":\"lab\",\"key\":\"\",\"title\":\"t\",\"year\":1999 | /key | is empty",
                "\"source\":\"lab\",\"key\":\" a\",\"title\":\"t\",\"year\":1999 | /key | white space",
                "\"source\":\"lab\",\"key\":\"a\\nb\",\"title\":\"t\",\"year\":1999 | /key | control character",
                "\"source\":\"lab\",\"key\":\"a\",\"year\":1999 | /title | is missing",
                "\"source\":\"lab\",\"key\":\"a\",\"title\":\" \\u200b\",\"year\":1999 | /title | is blank",
                "\"source\":\"lab\",\"key\":\"a\",\"title\":[\"t\"],\"year\":1999 | /title | must be a string",
                "\"source\":\"lab\",\"key\":\"a\",\"title\":\"t\" | /year | is missing",
                "\"source\":\"lab\",\"key\":\"a\",\"title\":\"t\",\"year\":null | /year | is missing",
                "\"source\":\"lab\",\"key\":\"a\",\"title\":\"t\",\"year\":\"1999\" | /year | is the string “1999”",
                "\"source\":\"lab\",\"key\":\"a\",\"title\":\"t\",\"year\":1999.0 | /year | whole number",
                "\"source\":\"lab\",\"key\":\"a\",\"title\":\"t\",\"year\":1e400 | /year | whole number",
                "\"source\":\"lab\",\"key\":\"a\",\"title\":\"t\",\"year\":99999999999999999999 | /year | whole number",
                "\"source\":\"lab\",\"key\":\"a\",\"title\":\"t\",\"year\":1499 | /year | 1500 to 2028",
                "\"source\":\"lab\",\"key\":\"a\",\"title\":\"t\",\"year\":2029 | /year | 1500 to 2028",
                "\"source\":\"lab\",\"key\":\"a\",\"title\":\"t\",\"year\":-5 | /year | 1500 to 2028"
            })
    @DisplayName("what a record must have is asked for by name")
    void required(String fields, String pointer, String reason) {
        Reading.Refused refused =
                refused(Readings.of("{" + fields.strip() + "}").getFirst());
        assertThat(refused.field()).isEqualTo(pointer);
        assertThat(refused.reason()).contains(reason);
    }

    @Test
    @DisplayName("the limits of each field are admitted, and one more is not")
    void limits() {
        assertThat(paper(",\"venue\":\"" + "v".repeat(200) + "\"").venue()).hasSize(200);
        assertThat(refusal(",\"venue\":\"" + "v".repeat(201) + "\"").reason()).contains("at most 200 characters");
        assertThat(paper(",\"abstract\":\"" + "ä".repeat(100_000) + "\"").abstractText())
                .hasSize(100_000);
        assertThat(refusal(",\"abstract\":\"" + "ä".repeat(100_001) + "\"").reason())
                .contains("at most 100,000 characters");
        assertThat(paper(",\"authors\":" + Collections.nCopies(10_000, "\"A\"")).authors())
                .hasSize(10_000);
        Reading.Refused authors = refusal(",\"authors\":" + Collections.nCopies(10_001, "\"A\""));
        assertThat(authors.field()).isEqualTo("/authors");
        assertThat(authors.reason()).contains("at most 10,000 entries");
        String longName = "\"" + "A".repeat(500) + "\"";
        assertThat(paper(",\"authors\":" + Collections.nCopies(1_000, longName)).authors())
                .hasSize(1_000);
        Reading.Refused names = refusal(",\"authors\":" + Collections.nCopies(1_001, longName));
        assertThat(names.field()).isEqualTo("/authors/1000");
        assertThat(names.reason()).contains("at most 500,000 characters");
        assertThat(paper(",\"references\":" + Collections.nCopies(100_000, "null"))
                        .references())
                .hasSize(100_000);
        assertThat(refusal(",\"references\":" + Collections.nCopies(100_001, "null"))
                        .field())
                .isEqualTo("/references");
        assertThat(Readings.of(record("k".repeat(500))).getFirst()).isInstanceOf(Reading.Accepted.class);
        assertThat(refused(Readings.of(record("k".repeat(501))).getFirst()).field())
                .isEqualTo("/key");
    }

    @Test
    @DisplayName("ten megabytes in one field are refused by the name of the field, and the next record is read")
    void tenMegabytes() {
        List<Reading> readings = Readings.of("""
            {"source":"lab","key":"big","title":"%s","year":1999}
            %s
            """.formatted("x".repeat(10 * 1024 * 1024), record("b")));
        assertThat(refused(readings.get(0)))
                .isEqualTo(new Reading.Refused(
                        1, "lab:big", "/title", "is too long: at most 5,000 characters are allowed"));
        assertThat(paper(readings.get(1)).key()).isEqualTo("b");
    }

    @Test
    @DisplayName("three thousand authors are read in their order")
    void manyAuthors() {
        StringBuilder authors = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            authors.append(i == 0 ? "[" : ",")
                    .append("{\"name\":\"Author ")
                    .append(i)
                    .append("\"}");
        }
        assertThat(paper(",\"authors\":" + authors + "]").authors())
                .hasSize(3_000)
                .last()
                .isEqualTo(new SubmittedAuthor("Author 2999", null));
    }

    @Test
    @DisplayName("a withdrawal needs source and key, and nothing else in it matters")
    void withdrawal() {
        assertThat(Readings.of("{\"title\": 5, \"source\":\"lab\",\"key\":\"a\",\"deleted\":true}")
                        .getFirst())
                .isEqualTo(new Reading.Accepted(1, new SubmittedWithdrawal("lab", "a", "test", Readings.NOW)));
        assertThat(refused(Readings.of("{\"source\":\"lab\",\"deleted\":true}").getFirst())
                        .field())
                .isEqualTo("/key");
        assertThat(paper(",\"deleted\":false").key()).isEqualTo("a");
    }
}
