package org.citestream.ingest.feed.dblp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.feed.Readers;
import org.citestream.ingest.feed.Readers.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DblpSearchReaderTest {

    private static String answer(String hits) {
        return "{\"result\":{\"query\":\"q\",\"status\":{\"@code\":\"200\"},\"hits\":{\"@total\":\"1\",\"@sent\":\"1\",\"@first\":\"0\""
                + hits + "}}}";
    }

    @Test
    @DisplayName("a hit is the record of the dump: one author or several, the title without its full stop")
    void hits() throws IOException {
        String one =
                "{\"@score\":\"1\",\"info\":{\"authors\":{\"author\":{\"@pid\":\"1\",\"text\":\"Wei Wang 0001\"}},\"title\":\"On Joins &amp; more.\","
                        + "\"venue\":\"Proc. VLDB Endow.\",\"volume\":\"16\",\"number\":\"3\",\"year\":\"2022\",\"type\":\"Journal Articles\","
                        + "\"key\":\"journals/pvldb/Wang22\",\"doi\":\"10.14778/ABC.1\",\"ee\":\"https://doi.org/10.14778/ABC.1\",\"url\":\"https://dblp.org/rec/x\"}}";
        String two = one.replace("{\"@pid\":\"1\",\"text\":\"Wei Wang 0001\"}", "[{\"text\":\"A\"},\"B\"]");
        Result result = Readers.read(answer(",\"hit\":[" + one + "," + two + "," + one.replace("pvldb", "tods") + ","
                + one.replace("Journal Articles", "Editorship") + "]"));
        assertThat(result.leftOut()).isEqualTo(Map.of("not a stream of this collection", 1L, "proceedings record", 1L));
        SubmittedPaper paper = (SubmittedPaper) result.accepted().getFirst();
        assertThat(paper.recordKey()).isEqualTo("dblp:journals/pvldb/Wang22");
        assertThat(paper.title()).isEqualTo("On Joins & more");
        assertThat(paper.authors()).extracting("name").containsExactly("Wei Wang 0001");
        assertThat(paper.venue()).isEqualTo("VLDB");
        assertThat(paper.year()).isEqualTo(2023);
        assertThat(((SubmittedPaper) result.accepted().get(1)).authors())
                .extracting("name")
                .containsExactly("A", "B");
    }

    @Test
    @DisplayName("an answer without hits holds no record")
    void none() throws IOException {
        assertThat(Readers.read(answer("")).report().read()).isZero();
    }
}
