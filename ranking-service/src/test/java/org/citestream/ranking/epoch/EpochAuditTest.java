package org.citestream.ranking.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.Topics;
import org.citestream.pagerank.FullSolve;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.ranking.graph.RankedCollection;
import org.citestream.ranking.graph.RankedEpoch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class EpochAuditTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PublishedRanks published = new PublishedRanks(1, 1);
    private RankingState state;

    @BeforeEach
    void twoPapersOfWhichOneCitesTheOther() {
        state = new RankingState(
                new RankedCollection(new IncrementalPageRank(), false),
                Map.of(Topics.PAPERS.name(), Collections.nCopies(1, 0L)));
        state.read(Topics.PAPERS, 0, 3, collection -> {
            collection.paper(1, 1, true, 2001);
            collection.paper(2, 1, true, 2002);
            collection.references(2, 1, List.of(1), List.of());
        });
        RankedEpoch ranks = state.take().orElseThrow().ranks();
        List<RankEvent> events = new ArrayList<>();
        ranks.changedSince(null, (id, score) -> events.add(new RankEvent(id, 1, score)));
        publish(events, ranks);
    }

    private void publish(List<RankEvent> events, RankedEpoch ranks) {
        published.published(
                changes -> events.forEach(
                        each -> changes.accept(each.id(), each.score() == null ? ScorePages.NONE : each.score())),
                new RankEpoch(1, 2, 1, 0.4275, 1e-10, Map.of(), List.of(2L), Instant.EPOCH),
                ranks,
                0,
                0);
    }

    @Test
    void scoresFurtherFromAFullSolveThanCertifiedRaiseTheMetricAndTakeTheHealth() {
        // The same papers, cited the other way round: what the scores would be far from if they were wrong.
        IncrementalPageRank other = new IncrementalPageRank();
        other.addPaper(2001);
        other.addPaper(2002);
        other.setReferences(0, new int[] {1}, 1);
        FullSolve ofOther = other.publish().solveFully(1e-12, 1);
        EpochAudit audit = new EpochAudit(state, published, Duration.ofHours(1), meters, _ -> ofOther);

        audit.audit();

        assertThat(meters.get("citestream.ranking.audit.broken").counter().count())
                .isOne();
        assertThat(gauge("distance")).isGreaterThan(0.1).isGreaterThan(gauge("allowed"));
        assertThat(audit.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(audit.verify(false)).matches(found -> !found.isSound(), "is not sound");
    }

    @Test
    void rightScoresAreWithinWhatIsAllowedAndAnEpochIsAuditedOnce() {
        int[] solved = {0};
        EpochAudit audit = new EpochAudit(state, published, Duration.ofHours(1), meters, epoch -> {
            solved[0]++;
            return epoch.solveFully(1e-12);
        });

        audit.audit();
        audit.audit();

        assertThat(solved[0]).isOne();
        assertThat(gauge("distance")).isLessThanOrEqualTo(gauge("allowed"));
        assertThat(meters.get("citestream.ranking.audit.broken").counter().count())
                .isZero();
        assertThat(audit.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aDistanceThatIsNoNumberIsNotWithinWhatIsAllowed() {
        assertThat(EpochAudit.isWithin(Double.NaN, 1e-10)).isFalse();
        assertThat(EpochAudit.isWithin(1e-12, Double.NaN)).isFalse();
        assertThat(new EpochAudit.Verification(2, 1e-10, Double.NaN, 1e-10, 0).isSound())
                .isFalse();
        assertThat(EpochAudit.isWithin(1e-10, 1e-10)).isTrue();
    }

    @Test
    void aDampingFactorNearOneIsAuditedAsWellAsItCanBe() {
        RankingState damped = new RankingState(
                new RankedCollection(new IncrementalPageRank(0.99, 1e-13), false),
                Map.of(Topics.PAPERS.name(), Collections.nCopies(1, 0L)));
        damped.read(Topics.PAPERS, 0, 3, collection -> {
            collection.paper(1, 1, true, 2001);
            collection.paper(2, 1, true, 2002);
            collection.references(2, 1, List.of(1), List.of());
        });
        damped.take();
        EpochAudit audit = new EpochAudit(damped, published, Duration.ofHours(1), meters);

        audit.audit();

        assertThat(gauge("allowed")).isGreaterThan(0);
        assertThat(gauge("distance")).isLessThanOrEqualTo(gauge("allowed"));
    }

    @Test
    void whileAnEpochIsOnItsWayTheOneBeforeIsVerified() {
        EpochAudit audit = new EpochAudit(state, published, Duration.ofHours(1), meters);
        assertThat(audit.verify(false)).isNotNull().matches(EpochAudit.Verification::isSound, "is sound");

        state.read(Topics.PAPERS, 0, 4, collection -> collection.paper(3, 1, true, 2003));
        assertThat(state.take()).as("taken, and not yet published").isPresent();

        assertThat(audit.verify(false)).isNotNull().matches(EpochAudit.Verification::isSound, "is sound");
        assertThat(audit.verify(true))
                .extracting(EpochAudit.Verification::papers)
                .isEqualTo(2);
    }

    @Test
    void aPublishedScoreThatShouldBeGoneOrIsAnotherOrIsMissingIsFound() {
        EpochAudit audit = new EpochAudit(state, published, Duration.ofHours(1), meters);
        state.read(Topics.PAPERS, 0, 4, collection -> {
            collection.paper(2, 2, false, 2002);
            collection.paper(3, 1, true, 2003);
        });
        RankedEpoch withoutTheSecond = state.take().orElseThrow().ranks();

        publish(List.of(new RankEvent(3, 2, 0.5)), withoutTheSecond);
        assertThat(audit.verify(false))
                .as("the second has a score still, the third a wrong one, and the first that of before")
                .extracting(EpochAudit.Verification::differing)
                .isEqualTo(3);
        List<RankEvent> events = new ArrayList<>(List.of(new RankEvent(2, 3, null)));
        withoutTheSecond.changedSince(null, (id, score) -> events.add(new RankEvent(id, 3, id == 3 ? null : score)));
        publish(events, withoutTheSecond);
        assertThat(audit.verify(false))
                .as("the third has none")
                .extracting(EpochAudit.Verification::differing)
                .isEqualTo(1);
    }

    @Test
    void whatAnotherInstanceHasPublishedSinceIsNotVerifiedHere() {
        EpochAudit audit = new EpochAudit(state, published, Duration.ofHours(1), meters);
        published.read(0, 9, new RankEvent(7, 2, 0.15));
        assertThat(audit.verify(false)).isNull();
    }

    private double gauge(String name) {
        return meters.get("citestream.ranking.audit." + name).gauge().value();
    }
}
