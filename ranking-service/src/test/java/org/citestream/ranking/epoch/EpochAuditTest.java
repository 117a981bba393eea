package org.citestream.ranking.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.citestream.events.Topics;
import org.citestream.pagerank.FullSolve;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.ranking.graph.RankedCollection;
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
        state.take();
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

    private double gauge(String name) {
        return meters.get("citestream.ranking.audit." + name).gauge().value();
    }
}
