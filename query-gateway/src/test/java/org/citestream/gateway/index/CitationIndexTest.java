package org.citestream.gateway.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.junit.jupiter.api.Test;

class CitationIndexTest {

    private final CitationIndex index = new CitationIndex();

    @Test
    void itsSizeGrowsAndShrinksWithTheTitlesOfPapers() {
        index.apply(paper(1, "Ten plain."), 0);
        long plain = index.sizes().bytes();

        index.apply(paper(2, "Ten plain." + "x".repeat(100)), 1);
        assertThat(index.sizes().bytes() - plain).isEqualTo(100);
        index.apply(paper(3, "Ten plain." + "\u03c9".repeat(100)), 2);
        assertThat(index.sizes().bytes() - plain).as("two bytes a letter").isEqualTo(10 + 2 * 100);
        index.apply(paper(4, "Ten plain."), 3);
        assertThat(index.sizes().bytes()).isEqualTo(plain);
        index.apply(paper(1, "An older record, with a longer title"), 4);
        assertThat(index.sizes().bytes()).isEqualTo(plain);
    }

    @Test
    void itsSizeCountsReferencesFromBothSidesAndThoseOfBefore() {
        for (int cited = 2; cited <= 4; cited++) {
            index.apply(references(cited, 1, List.of(), List.of()), 0);
        }
        index.apply(references(1, 1, List.of(), List.of()), 0);
        long without = index.sizes().bytes();

        index.apply(references(1, 2, List.of(2, 3, 4), List.of(3)), 1);
        assertThat(index.sizes().bytes() - without).isEqualTo(4 * (3 + 3 + 1));
        index.apply(references(1, 3, List.of(2, 3, 4), List.of(3)), 2);
        assertThat(index.sizes().bytes() - without).isEqualTo(4 * (3 + 3 + 1 + 3 + 1));
        index.apply(references(1, 4, List.of(), List.of()), 3);
        assertThat(index.sizes().bytes() - without).isEqualTo(4 * (3 + 1));
        index.apply(references(1, 5, List.of(), List.of()), 4);
        assertThat(index.sizes().bytes()).isEqualTo(without);
    }

    private static PaperEvent paper(long version, String title) {
        return new PaperEvent(
                1,
                version,
                PaperStatus.LIVE,
                null,
                List.of(),
                title,
                List.of(),
                "VLDB",
                2005,
                null,
                null,
                null,
                List.of("dblp"),
                Instant.EPOCH);
    }

    private static ReferencesEvent references(int id, long version, List<Integer> cited, List<Integer> self) {
        return new ReferencesEvent(id, version, cited, self, 0, ReferencesEvent.Dropped.NOTHING, Instant.EPOCH);
    }
}
