package org.citestream.ingest.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.citestream.events.SubmittedCitation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CitationReaderTest {

    @Test
    @DisplayName("a pair is read with both its keys folded")
    void folds() throws IOException {
        assertThat(read("{\"source\":\"lab\",\"citing\":\"doi:10.1145/A\",\"cited\":\"dblp:conf/x/Y\",\"more\":[1]}"))
                .containsExactly(new Reading.Accepted(
                        1, new SubmittedCitation("lab", "doi:10.1145/a", "dblp:conf/x/Y", "test", Readings.NOW)));
    }

    @Test
    @DisplayName("a pair that says what is not allowed is refused by field, and its neighbours stand")
    void refuses() throws IOException {
        List<Reading> readings = read("""
            [{"source":"lab","citing":"x","cited":"lab:b"},
             {"source":"lab","citing":"lab:a"},
             {"citing":"lab:a","cited":"lab:b"},
             {"source":"title","citing":"lab:a","cited":"lab:b"},
             {"source":"lab","citing":"lab:a","citing":"lab:c","cited":"lab:b"},
             {"source":"lab","citing":"doi:10.1145/A","cited":"https://doi.org/10.1145/a"},
             {"source":"lab","citing":{"a":[]},"cited":"lab:b"},
             {"source":"lab","citing":"lab:a","cited":"lab:b"}]
            """);
        assertThat(readings.subList(0, 7))
                .extracting(reading -> Readings.refused(reading).field())
                .containsExactly("/citing", "/cited", "/source", "/source", "/citing", "/cited", "/citing");
        assertThat(readings.get(7)).isInstanceOf(Reading.Accepted.class);
    }

    private static List<Reading> read(String json) throws IOException {
        List<Reading> readings = new ArrayList<>();
        new CitationReader(Readings.TIME)
                .read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "test", readings::add);
        return readings;
    }
}
