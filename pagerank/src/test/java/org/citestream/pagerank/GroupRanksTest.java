package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class GroupRanksTest {

    @Property(tries = 100, seed = "20261122")
    void ranksWithinGroupsAreThoseOfTheIndexWithoutTheOthers(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        int n = random.nextInt(1, 500);
        int[] ids = random.ints(0, 10_000).distinct().limit(n).toArray();
        double[] scores = random.ints(n, 0, 50).mapToDouble(i -> i / 8.0).toArray();
        RankIndex all = RankIndex.of(ids, scores, n, 0);

        GroupRanks years = all.within(id -> id % 7 - 1);

        for (int group = 0; group < 6; group++) {
            int number = group;
            int[] expected =
                    Arrays.stream(all.top(n)).filter(id -> id % 7 - 1 == number).toArray();
            assertThat(years.size(group)).isEqualTo(expected.length);
            assertThat(years.page(group, 1, n)).containsExactly(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(years.group(expected[i])).isEqualTo(group);
                assertThat(years.rank(expected[i])).isEqualTo(i + 1);
                assertThat(years.percentile(expected[i]))
                        .isEqualTo(100.0 * (expected.length - i - 1) / expected.length);
            }
        }
        assertThat(Arrays.stream(ids).filter(years::contains)).noneMatch(id -> id % 7 == 0);
    }

    @Example
    void groupsAndPapersThatAreNotThereAreNamedOrEmpty() {
        GroupRanks ranks =
                RankIndex.of(new int[] {4, 9}, new double[] {1, 2}, 2, 0).within(id -> id == 9 ? 2024 : -1);
        assertThat(ranks.page(2024, 1, 10)).containsExactly(9);
        assertThat(ranks.page(2024, 2, 10)).isEmpty();
        assertThat(ranks.page(1999, 1, 10)).isEmpty();
        assertThat(ranks.size(-1)).isZero();
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> ranks.rank(4))
                .withMessage("no paper with id 4 in any of the 1 groups");
        assertThatIllegalArgumentException().isThrownBy(() -> ranks.page(2024, 0, 1));
    }
}
