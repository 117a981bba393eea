package org.citestream.ingest.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.ingest.identity.IdentitiesInMemory;
import org.junit.jupiter.api.Test;

/** A rebuild that died, or that goes on beside another, may have been further than the one that reads now. */
class RebuiltRegistryTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final int PAPER = 7;

    private final PapersInMemory papers = new PapersInMemory();
    private final RebuiltRegistry rebuilt =
            new RebuiltRegistry(papers, new IdentitiesInMemory(), papers.ownBeforeAll());

    @Test
    void aLaterVersionTakesThePlaceOfAnEarlierOne() {
        rebuilt.takePapers(List.of(paper(1), paper(2)));
        rebuilt.takePapers(List.of(paper(3)));
        rebuilt.takeReferences(List.of(references(1)));
        rebuilt.takeReferences(List.of(references(2), references(3)));

        assertThat(state().paper()).isEqualTo(paper(3));
        assertThat(state().references()).isEqualTo(references(3));
    }

    @Test
    void anEarlierVersionDoesNotTakeThePlaceOfALaterOne() {
        rebuilt.takePapers(List.of(paper(3), paper(2)));
        rebuilt.takeReferences(List.of(references(3), references(2)));
        rebuilt.takePapers(List.of(paper(1), paper(2)));
        rebuilt.takeReferences(List.of(references(1), references(2)));

        assertThat(state().paper()).isEqualTo(paper(3));
        assertThat(state().references()).isEqualTo(references(3));
    }

    private PaperState state() {
        return Objects.requireNonNull(papers.states(Set.of(PAPER)).get(PAPER));
    }

    private static PaperEvent paper(long version) {
        return new PaperEvent(
                PAPER,
                version,
                PaperStatus.LIVE,
                null,
                List.of("x:a"),
                "Title " + version,
                List.of(),
                null,
                2001,
                null,
                null,
                null,
                List.of("x"),
                NOW);
    }

    private static ReferencesEvent references(long version) {
        return new ReferencesEvent(
                PAPER, version, List.of(), List.of(), (int) version, ReferencesEvent.Dropped.NOTHING, NOW);
    }
}
