package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.citestream.pagerank.ScoreShares.Kind;
import org.citestream.pagerank.ScoreShares.Share;
import org.citestream.pagerank.ScoreShares.ShareChange;
import org.junit.jupiter.api.Test;

class EpochTest {

    private final IncrementalPageRank pageRank = new IncrementalPageRank();

    @Test
    void sharesTellWhoGivesWhat() {
        papers(4);
        references(2, 0, 1);
        references(3, 0);
        pageRank.converge();
        ScoreShares why = pageRank.publish().why(0);
        assertThat(why.teleport()).isCloseTo(0.15, within(1e-15));
        assertThat(why.shares()).extracting(Share::citing).containsExactly(3, 2);
        assertThat(why.shares().getFirst().amount()).isCloseTo(0.1275, within(1e-12));
        assertThat(why.shares().getLast().amount()).isCloseTo(0.06375, within(1e-12));
        assertThat(why.score()).isCloseTo(0.34125, within(1e-12));
    }

    @Test
    void changesAreMarkedNewWithdrawnOrChanged() {
        papers(6);
        references(2, 0);
        references(3, 0);
        references(4, 0);
        pageRank.converge();
        ScoreShares before = pageRank.publish().why(0);
        references(3);
        references(4, 0, 1);
        references(5, 0);
        pageRank.converge();
        List<ShareChange> changes = pageRank.publish().why(0).changesSince(before);
        assertThat(changes).extracting(ShareChange::citing).containsExactly(3, 5, 4);
        assertThat(changes).extracting(ShareChange::kind).containsExactly(Kind.WITHDRAWN, Kind.NEW, Kind.CHANGED);
        assertThat(changes.getFirst().after()).isZero();
        assertThat(changes.getLast().after()).isCloseTo(changes.getLast().before() / 2, within(1e-12));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pageRank.publish().why(1).changesSince(before))
                .withMessage("shares of paper 1 have no changes since those of paper 0");
    }

    @Test
    void aRemovedPaperHasNoSharesAndGivesNone() {
        papers(3);
        references(2, 1);
        references(1, 0);
        pageRank.remove(1);
        pageRank.converge();
        Epoch epoch = pageRank.publish();
        assertThat(epoch.why(1)).isEqualTo(new ScoreShares(1, 0, 0, List.of(), 0));
        assertThat(epoch.why(0).shares()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> epoch.why(3))
                .withMessage("paper 3 is unknown: the graph had 3, numbered from 0");
    }

    @Test
    void aSolveByAnyNumberOfThreadsIsWithinItsBoundAndRepeatsBitByBit() {
        var random = new SplittableRandom(20261122);
        int n = 20_000;
        for (int paper = 0; paper < n; paper++) {
            // every third paper arrives years late, so that the order of pushing is not that of arrival
            pageRank.addPaper(paper % 3 == 0 ? paper / 2 : paper);
        }
        for (int paper = 0; paper < n; paper++) {
            int from = paper;
            int[] cited = random.ints(random.nextInt(10), 0, n)
                    .map(any -> random.nextInt(50) == 0 ? any : (int) (from * random.nextDouble()))
                    .toArray();
            pageRank.setReferences(paper, cited, cited.length);
            pageRank.setTeleport(paper, paper % 5 == 0 ? 3 : 1);
        }
        pageRank.remove(17);
        pageRank.converge();
        double error = pageRank.certify().errorBound();
        Epoch epoch = pageRank.publish();
        for (int threads = 1; threads <= 5; threads++) {
            FullSolve solve = epoch.solveFully(1e-12, threads);
            assertThat(solve.errorBound()).isLessThanOrEqualTo(1e-12);
            assertThat(solve.distanceTo(epoch)).isLessThanOrEqualTo(error + solve.errorBound());
            assertThat(epoch.solveFully(1e-12, threads).scores()).containsExactly(solve.scores());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> epoch.solveFully(1e-12, 0))
                .withMessage("a full solve takes from 1 to 1024 threads, not 0");
    }

    @Test
    void moreThreadsThanPapersDoNoHarm() {
        assertThat(pageRank.publish().solveFully(1e-12, 4).sum()).isZero();
        papers(2);
        references(1, 0);
        assertThat(pageRank.publish().solveFully(1e-12, 7).scores())
                .containsExactly(new double[] {0.2775, 0.15}, within(1e-12));
    }

    @Test
    void readersSeeOneMomentWhileTheOwnerGoesOn() {
        var random = new SplittableRandom(4);
        var published = new AtomicReference<>(pageRank.publish());
        var done = new AtomicBoolean();
        List<CompletableFuture<Integer>> readers = List.of(read(published, done), read(published, done));
        for (int paper = 0; paper < 20_000; paper++) {
            pageRank.addPaper(paper);
            if (paper > 0) {
                references(paper, random.ints(5, 0, paper).toArray());
                references(random.nextInt(paper), random.nextInt(paper));
            }
            if (paper % 1000 == 999) {
                pageRank.remove(random.nextInt(paper));
            }
            if (paper % 100 == 99) {
                pageRank.converge();
                published.set(pageRank.publish());
            }
        }
        done.set(true);
        readers.forEach(reader -> assertThat(reader.join()).isPositive());
    }

    /** Looks at epoch after epoch: their scores and their citations must belong together. */
    private static CompletableFuture<Integer> read(AtomicReference<Epoch> published, AtomicBoolean done) {
        return CompletableFuture.supplyAsync(() -> {
            int looks = 0;
            while (!done.get() || looks == 0) {
                Epoch epoch = published.get();
                FullSolve solve = epoch.solveFully(1e-11, 1);
                assertThat(solve.distanceTo(epoch)).isLessThan(1e-10);
                if (epoch.nodes() > 0) {
                    int paper = epoch.nodes() / 2;
                    assertThat(Math.abs(epoch.why(paper).unsettled())).isLessThan(2e-12);
                    assertThat(epoch.rankIndex(each -> each).size()).isEqualTo(epoch.papers());
                }
                looks++;
            }
            return looks;
        });
    }

    private void papers(int count) {
        for (int i = 0; i < count; i++) {
            pageRank.addPaper(1970 + i);
        }
    }

    private void references(int citing, int... cited) {
        pageRank.setReferences(citing, cited, cited.length);
    }
}
