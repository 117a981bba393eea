package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RankIndexPropertyTest {

    @Property(tries = 200, seed = "20261122")
    void ranksAgreeWithAPlainSort(@ForAll long seed, @ForAll @IntRange(max = 3000) int n) {
        var random = new SplittableRandom(seed);
        int[] ids = random.ints(0, 10_000).distinct().limit(n).toArray();
        double[] scores = random.doubles(n).map(u -> u < 0.5 ? 0.15 : 0.15 / u).toArray();
        int[] expected = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]).thenComparing(i -> ids[i]))
                .mapToInt(i -> ids[i])
                .toArray();

        RankIndex index = RankIndex.of(ids, scores, n, 0);

        assertThat(index.top(n)).containsExactly(expected);
        for (int rank = 1; rank <= n; rank++) {
            assertThat(index.rank(index.idAt(rank))).isEqualTo(rank);
        }
    }
}
