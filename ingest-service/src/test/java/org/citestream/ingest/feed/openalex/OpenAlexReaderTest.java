package org.citestream.ingest.feed.openalex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.ingest.feed.Readers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAlexReaderTest {

    private static final String WORK = """
        {"id":"https://openalex.org/W42","doi":"https://doi.org/10.14778/ABC.1","title":null,"display_name":"On Joins",
         "publication_year":2022,"ids":{"openalex":"https://openalex.org/W42"},
         "primary_location":{"landing_page_url":"https://doi.org/10.14778/abc.1","license":"cc-by",
           "source":{"id":"https://openalex.org/S4210226185","display_name":"Proceedings of the VLDB Endowment","issn_l":"2150-8097","issn":["2150-8097"]}},
         "type":"article","biblio":{"volume":"16","issue":"3"},
         "authorships":[{"author":{"display_name":"Ada Low","orcid":"https://orcid.org/0000-0002-1825-0097"}},{"author":{"display_name":null},"raw_author_name":"B. Li"}],
         "referenced_works":["https://openalex.org/W1","https://openalex.org/W2","nonsense"],
         "abstract_inverted_index":{"joins":[1,3],"We":[0],"fast.":[4],"make":[2],"far":[99999999999,-1],"x":["y",null]},
         "is_retracted":false,"concepts":[{"id":"c"}]}
        """.replace("\n", " ");

    private static String page(String works) {
        return "{\"meta\":{\"count\":1,\"next_cursor\":null},\"results\":[" + works + "],\"group_by\":[]}";
    }

    @Test
    @DisplayName("a work is read with its abstract put together from the index and its references by id")
    void work() throws IOException {
        SubmittedPaper expected = new SubmittedPaper(
                "openalex",
                "W42",
                "On Joins",
                List.of(new SubmittedAuthor("Ada Low", "0000-0002-1825-0097"), new SubmittedAuthor("B. Li", null)),
                "VLDB",
                2023,
                "10.14778/abc.1",
                "We joins make joins fast.",
                "cc-by",
                "https://doi.org/10.14778/abc.1",
                List.of(
                        SubmittedReference.toKey("openalex:W1"),
                        SubmittedReference.toKey("openalex:W2"),
                        SubmittedReference.unnamed()),
                null,
                "test",
                Readers.NOW);
        for (String form : List.of(page(WORK), WORK, "[" + WORK + "]", WORK + "\n" + "\n")) {
            assertThat(Readers.read(form).paper()).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("the shape of 2022 tells the venue by its host")
    void hostVenue() throws IOException {
        SubmittedPaper paper = Readers.read(page(WORK.replace("\"primary_location\"", "\"was\"")
                        .replace("\"type\"", "\"host_venue\":{\"issn\":[\"2836-6573\"],\"license\":\"cc0\"},\"type\"")))
                .paper();
        assertThat(paper.venue()).isEqualTo("SIGMOD");
        assertThat(paper.year()).isEqualTo(2022);
        assertThat(paper.abstractLicence()).isEqualTo("cc0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"type\":\"article\"|\"type\":\"paratext\"|front matter",
                "\"type\":\"article\"|\"type\":\"editorial\"|front matter",
                "\"type\":\"article\"|\"type\":\"erratum\"|notice of a correction",
                "\"is_retracted\":false|\"is_paratext\":true|front matter",
                "openalex.org/W42|openalex.org/A42|not a work",
                "\"publication_year\":2022|\"publication_year\":null|no year"
            })
    @DisplayName("what is no paper is left out by its reason")
    void leftOut(String old, String now, String reason) throws IOException {
        assertThat(Readers.read(page(WORK.replace(old, now))).leftOut()).isEqualTo(Map.of(reason, 1L));
    }

    @Test
    @DisplayName("a retracted work is withdrawn, and an index that is null or empty is no abstract")
    void retracted() throws IOException {
        SubmittedPaper retraction = Readers.read(page(WORK.replace("\"is_retracted\":false", "\"is_retracted\":true")))
                .paper();
        assertThat(retraction.isRetraction()).isTrue();
        assertThat(retraction.recordKey()).isEqualTo("openalex:W42");
        assertThat(retraction.doi()).isEqualTo("10.14778/abc.1");
        assertThat(retraction.isMember())
                .as("of a venue it stays the paper that it was")
                .isTrue();
        assertThat(retraction.venue()).isEqualTo("VLDB");
        assertThat(Readers.read(page(WORK.replaceAll("\\{\"joins\".*?null]}", "{}")))
                        .paper()
                        .abstractText())
                .isNull();
    }
}
