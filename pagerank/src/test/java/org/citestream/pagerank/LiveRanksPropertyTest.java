package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LiveRanksPropertyTest {

    @Property(tries = 60, seed = "20261122")
    void afterAnyChangesRanksAreThoseOfASort(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4000) int papers,
            @ForAll @IntRange(min = 1, max = 60) int levels) {
        var random = new SplittableRandom(seed);
        var ranks = new LiveRanks();
        Map<Integer, Double> model = new HashMap<>();
        for (int event = 0; event < 3 * papers; event++) {
            int id = random.nextInt(papers) * 3;
            if (random.nextInt(5) == 0) {
                assertThat(ranks.remove(id)).isEqualTo(model.remove(id) != null);
            } else {
                // mostly few scores, so that many papers are tied, as in a citation graph
                double score = random.nextInt(4) == 0 ? random.nextDouble() : random.nextInt(levels) / 8.0;
                ranks.set(id, score);
                model.put(id, score);
            }
        }
        int[] sorted = model.keySet().stream()
                .sorted(Comparator.comparingDouble((Integer id) -> -model.get(id))
                        .thenComparing(id -> id))
                .mapToInt(Integer::intValue)
                .toArray();

        assertThat(ranks.size()).isEqualTo(sorted.length);
        assertThat(ranks.page(1, Integer.MAX_VALUE)).containsExactly(sorted);
        for (int i = 0; i < sorted.length; i++) {
            assertThat(ranks.rank(sorted[i])).isEqualTo(i + 1);
            assertThat(ranks.score(sorted[i])).isEqualTo(model.get(sorted[i]));
        }
        int from = random.nextInt(sorted.length + 2);
        assertThat(ranks.page(from + 1, 40))
                .containsExactly(
                        java.util.Arrays.stream(sorted).skip(from).limit(40).toArray());
    }

    @Property(tries = 40, seed = "20261122")
    void fedWithTheChangesOfEpochsTheyAgreeWithTheIndexOfWhatTheLastPublishes(@ForAll long seed) {
        var history = new GraphHistory(new IncrementalPageRank());
        var random = new SplittableRandom(seed);
        var live = new LiveRanks();
        Epoch last = null;
        for (int event = 0; event < 60; event++) {
            history.happen(random, 40);
            history.pageRank.converge();
            Epoch next = history.pageRank.publish();
            next.changedSince(last, (paper, score) -> {
                if (next.isRemoved(paper)) {
                    live.remove(paper);
                } else {
                    live.set(paper, score);
                }
            });
            last = next;
            RankIndex index = published(next);
            assertThat(live.page(1, 100)).containsExactly(index.top(100));
            for (int paper : index.top(100)) {
                assertThat(live.percentile(paper)).isEqualTo(index.percentile(paper));
            }
        }
    }

    /** Of published scores: papers whose scores are tied may be published on either side of a step. */
    private static RankIndex published(Epoch epoch) {
        int[] papers = new int[epoch.papers()];
        double[] scores = new double[epoch.papers()];
        var count = new AtomicInteger();
        epoch.changedSince(null, (paper, score) -> {
            papers[count.get()] = paper;
            scores[count.getAndIncrement()] = score;
        });
        return RankIndex.of(papers, scores, count.get(), 0);
    }

    @Example
    void idsAtTheEndOfTheRangeAndWrongOnes() {
        var ranks = new LiveRanks();
        assertThat(ranks.page(1, 5)).isEmpty();
        ranks.set(Integer.MAX_VALUE, 1);
        ranks.set(0, -0.0);
        assertThat(ranks.rank(Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(ranks.percentile(0)).isZero();
        assertThat(ranks.remove(-3)).isFalse();
        assertThat(ranks.contains(7)).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> ranks.rank(7))
                .withMessage("no paper with id 7 among the 2 ranked");
        assertThatIllegalArgumentException().isThrownBy(() -> ranks.set(-1, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> ranks.set(0, Double.NaN));
        assertThat(ranks.score(0)).isZero();
    }
}
