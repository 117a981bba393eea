package org.citestream.ingest.feed.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.citestream.events.SubmittedCitation;
import org.citestream.ingest.feed.Readers;
import org.citestream.ingest.feed.Readers.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CitationPairsReaderTest {

    @Test
    @DisplayName("pairs without a heading; a bad line is refused alone")
    void plain() throws IOException {
        Result result = Readers.read("""
            # from the lab
            10.1145/1.A,dblp:conf/vldb/X91
            "https://doi.org/10.1145/2.b","doi:10.1145/1.a",lab

            nonsense,doi:10.1145/1.a
            doi:10.1145/1.a,https://doi.org/10.1145/1.A
            doi:10.1145/1.a
            doi:10.1145/3.c,doi:10.1145/1.a,No Source
            """);
        assertThat(result.accepted())
                .containsExactly(
                        new SubmittedCitation("csv", "doi:10.1145/1.a", "dblp:conf/vldb/X91", "test", Readers.NOW),
                        new SubmittedCitation("lab", "doi:10.1145/2.b", "doi:10.1145/1.a", "test", Readers.NOW));
        assertThat(result.refusals()).hasSize(4);
        assertThat(result.refusals().get(1)).isEqualTo("null cited is the citing paper itself");
        assertThat(result.report().read()).isEqualTo(6);
    }

    @Test
    @DisplayName("a heading names the columns, with semicolons or tabs too, and a quoted cell may hold the separator")
    void heading() throws IOException {
        SubmittedCitation expected = new SubmittedCitation("lab", "doi:10.1145/1.a", "lab:b,c", "test", Readers.NOW);
        for (String text : new String[] {
            "citing,other,cited,source\n10.1145/1.a,,\"lab:b,c\",lab\n",
            "citing;cited;source\n10.1145/1.a;lab:b,c;lab\n",
            "\"citing\"\tcited\tsource\n10.1145/1.a\tlab:b,c\tlab\n"
        }) {
            assertThat(Readers.read(text).accepted()).containsExactly(expected);
        }
    }
}
