package org.citestream.ingest.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExcerptsTest {

    @Test
    void anExcerptTakesNothingAway() {
        SubmittedPaper known =
                paper("Old title", "0000-0002-1825-0097", List.of(SubmittedReference.toKey("dblp:a/b/c")));
        SubmittedPaper told = paper("New title", null, List.of());
        SubmittedPaper completed = Excerpts.completed(told, known);
        assertThat(completed.title()).isEqualTo("New title");
        assertThat(completed.references()).isEqualTo(known.references());
        assertThat(completed.authors()).isEqualTo(known.authors());
    }

    private static SubmittedPaper paper(String title, @Nullable String orcid, List<SubmittedReference> references) {
        return new SubmittedPaper(
                "dblp",
                "conf/cidr/1",
                title,
                List.of(new SubmittedAuthor("Ada Low", orcid)),
                "CIDR",
                2001,
                null,
                null,
                null,
                null,
                references,
                null,
                "test",
                Instant.EPOCH);
    }
}
