package org.citestream.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.citestream.events.PaperEvent;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedDecision;
import org.citestream.events.SubmittedDecision.Verdict;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedWithdrawal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What identifying tells of each record. */
class IdentityOutcomesTest {

    private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");

    private final List<IdentityOutcome> told = new ArrayList<>();
    private final Identifier identifier = new Identifier(new IdentitiesInMemory(), told::add);
    private long version;

    @Test
    void aRecordOfNoKnownPaperIsNewAndWhatIsOfItAfterwardsIsKnown() {
        assertThat(identified(paper("dblp", "a", "Tides", "10.1/a"))).containsExactly(IdentityOutcome.NEW);
        assertThat(identified(paper("crossref", "b", "Tides", "10.1/a"))).containsExactly(IdentityOutcome.KNOWN);
        assertThat(identified(paper("dblp", "a", "Tides", "10.1/a"))).containsExactly(IdentityOutcome.KNOWN);
    }

    @Test
    void ofTwoNewRecordsOfOnePaperOneBeginsIt() {
        assertThat(identified(paper("dblp", "a", "Tides", "10.1/a"), paper("crossref", "b", "Tides", "10.1/a")))
                .containsExactlyInAnyOrder(IdentityOutcome.NEW, IdentityOutcome.KNOWN);
    }

    @Test
    void whatOperatorsJoinIsMergedAndWhatTheyPartIsSplit() {
        identified(paper("dblp", "a", "Tides", null), paper("crossref", "b", "Ebbs", null));
        assertThat(identified(decision(Verdict.SAME))).containsExactly(IdentityOutcome.MERGED);
        assertThat(identified(decision(Verdict.DIFFERENT))).containsAnyOf(IdentityOutcome.SPLIT);
    }

    @Test
    void aWithdrawalIsToldWhereThereWasSomethingToTakeBack() {
        identified(paper("dblp", "a", "Tides", null));
        assertThat(identified(new SubmittedWithdrawal("dblp", "a", "test", NOW)))
                .containsExactly(IdentityOutcome.WITHDRAWN);
        assertThat(identified(new SubmittedWithdrawal("dblp", "never", "test", NOW)))
                .isEmpty();
    }

    @Test
    void aRecordThatBeginsAndIsTakenBackInOneBatchComesToTheSameAsInTwo() {
        assertThat(identified(paper("dblp", "a", "Tides", "10.1/a"), new SubmittedWithdrawal("dblp", "a", "test", NOW)))
                .containsExactly(IdentityOutcome.NEW, IdentityOutcome.WITHDRAWN);
        assertThat(identified(paper("dblp", "a", "Tides", "10.1/a"))).containsExactly(IdentityOutcome.KNOWN);
    }

    @Test
    void aRecordThatBeginsAndIsTakenBackInOneBatchComesToTheSameWhereTheBatchBrokeOffAndComesAgain() {
        IdentitiesInMemory away = new IdentitiesInMemory() {
            private boolean answers;

            @Override
            public synchronized int newIds(int count) {
                if (!answers) {
                    answers = true;
                    throw new IllegalStateException("The store is away");
                }
                return super.newIds(count);
            }
        };
        Identifier broken = new Identifier(away, told::add);
        List<Identifier.Versioned> batch = List.of(
                new Identifier.Versioned(1, paper("dblp", "a", "Tides", "10.1/a")),
                new Identifier.Versioned(2, new SubmittedWithdrawal("dblp", "a", "test", NOW)));
        assertThatThrownBy(() -> broken.identify(batch)).hasMessage("The store is away");
        assertThat(told).isEmpty();
        broken.identify(batch);
        assertThat(told).containsExactly(IdentityOutcome.NEW, IdentityOutcome.WITHDRAWN);
        assertThat(away.records(List.of("dblp:a")).get("dblp:a"))
                .as("what was said of paper 1 was taken back")
                .satisfies(record -> {
                    assertThat(record.paper()).isEqualTo(1);
                    assertThat(record.isDescribed()).isFalse();
                });
    }

    @Test
    void aRecordOfNoVenueIsOutsideUnlessThereIsAPaperThatItIsOf() {
        assertThat(identified(outside("openalex", "w", "10.1/a"))).containsExactly(IdentityOutcome.OUTSIDE);
        assertThat(identified(outside("openalex", "w", "10.1/a"))).containsExactly(IdentityOutcome.OUTSIDE);
        identified(paper("dblp", "a", "Tides", "10.1/a"));
        assertThat(identified(outside("openalex", "w", "10.1/a"))).containsExactly(IdentityOutcome.KNOWN);
        assertThat(identified(outside("s2", "v", "10.1/a"))).containsExactly(IdentityOutcome.KNOWN);
    }

    @Test
    void theCanaryIsInNoCount() {
        assertThat(identified(paper(PaperEvent.CANARY_SOURCE, "canary", "The canary", null)))
                .isEmpty();
    }

    private List<IdentityOutcome> identified(Submission... submissions) {
        told.clear();
        identifier.identify(Stream.of(submissions)
                .map(each -> new Identifier.Versioned(++version, each))
                .toList());
        return List.copyOf(told);
    }

    private static SubmittedDecision decision(Verdict verdict) {
        return new SubmittedDecision(verdict, "crossref:b", "dblp:a", "test", NOW);
    }

    private static SubmittedPaper paper(String source, String key, String title, @Nullable String doi) {
        return paper(source, key, title, "VLDB", doi, null);
    }

    private static SubmittedPaper outside(String source, String key, String doi) {
        return paper(source, key, "Tides", null, doi, true);
    }

    private static SubmittedPaper paper(
            String source,
            String key,
            String title,
            @Nullable String venue,
            @Nullable String doi,
            @Nullable Boolean outside) {
        return new SubmittedPaper(
                source,
                key,
                title,
                List.of(new SubmittedAuthor("Ann Lee", null)),
                venue,
                2024,
                doi,
                null,
                null,
                null,
                List.of(),
                outside,
                "test",
                NOW);
    }
}
