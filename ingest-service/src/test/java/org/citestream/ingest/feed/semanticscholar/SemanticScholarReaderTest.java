package org.citestream.ingest.feed.semanticscholar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.ingest.feed.Readers;
import org.citestream.ingest.feed.Readers.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SemanticScholarReaderTest {

    private static final String PAPER = """
        {"paperId":"c31c","externalIds":{"DOI":"10.14778/X.1","DBLP":"journals/pvldb/A22","CorpusId":1},"corpusId":1,
         "publicationVenue":{"name":"Proceedings of the VLDB Endowment","issn":"2150-8097"},"journal":{"name":"Proc. VLDB Endow.","volume":"16"},
         "url":"https://www.semanticscholar.org/paper/c31c","title":"On Joins","abstract":"Short.","year":2022,
         "authors":[{"authorId":"1","name":"Ada Low"}],"tldr":{"text":"x"},"embedding":{"vector":[1.0E999,2]},
         "references":[{"paperId":"r1","title":"One","externalIds":{"DOI":"10.1/bad"},"year":1999,"authors":[{"name":"B. Li"}]},
                       {"paperId":"r2","title":"Two","externalIds":{"DOI":"10.1145/1.2"}},
                       {"paperId":"r3","title":"Three","externalIds":{"DBLP":"conf/vldb/B99"}},
                       {"paperId":"r4","title":null},
                       {"paperId":null,"title":"\\u0093Micro\\u0085nance\\u0094"}]}
        """.replace("\n", " ");

    @Test
    @DisplayName("a batch is read with null for what was not found; references are named as most sources know them")
    void batch() throws IOException {
        Result result = Readers.read("[null," + PAPER + ",null]");
        assertThat(result.leftOut()).isEqualTo(Map.of("not known to its source", 2L));
        SubmittedPaper paper = result.paper();
        assertThat(paper.recordKey()).isEqualTo("semantic-scholar:c31c");
        assertThat(paper.venue()).isEqualTo("VLDB");
        assertThat(paper.year()).isEqualTo(2023);
        assertThat(paper.doi()).isEqualTo("10.14778/x.1");
        assertThat(paper.abstractText()).isEqualTo("Short.");
        assertThat(paper.references())
                .containsExactly(
                        new SubmittedReference(null, "One", 1999, "B. Li"),
                        new SubmittedReference("doi:10.1145/1.2", "Two", null, null),
                        new SubmittedReference("dblp:conf/vldb/B99", "Three", null, null),
                        SubmittedReference.toKey("semantic-scholar:r4"),
                        new SubmittedReference(null, "“Micro…nance”", null, null));
    }

    @Test
    @DisplayName(
            "searches, recommendations, single papers and lines are read; references without their paper are left out")
    void forms() throws IOException {
        for (String form : List.of(
                "{\"total\":1,\"token\":null,\"data\":[" + PAPER + "]}",
                "{\"recommendedPapers\":[" + PAPER + "]}",
                PAPER,
                PAPER + "\n")) {
            assertThat(Readers.read(form).paper().title()).isEqualTo("On Joins");
        }
        assertThat(Readers.read("{\"offset\":0,\"data\":[{\"citedPaper\":{\"paperId\":\"a\"}}]}")
                        .leftOut())
                .containsOnlyKeys("a citation whose other paper only the request named");
        assertThat(Readers.read("{\"paperId\":\"a\",\"authors\":null,\"references\":null}")
                        .leftOut())
                .containsOnlyKeys("no title");
    }
}
