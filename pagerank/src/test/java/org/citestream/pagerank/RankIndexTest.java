package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankIndexTest {

    private static final double[] SCORES = {0.5, 2.0, 0.5, 1.0};
    private static final int[] IDS = {9, 4, 3, 7};

    private final RankIndex ranks = RankIndex.of(IDS, SCORES, 4, 0);

    @Test
    void theHighestScoreHasRankOneAndTiesStandByAscendingId() {
        assertThat(ranks.top(4)).containsExactly(4, 7, 3, 9);
        assertThat(ranks.rank(4)).isEqualTo(1);
        assertThat(ranks.rank(3)).isEqualTo(3);
        assertThat(ranks.rank(9)).isEqualTo(4);
        assertThat(ranks.idAt(2)).isEqualTo(7);
        assertThat(ranks.score(7)).isEqualTo(1.0);
    }

    @Test
    void itTakesTwelveBytesAPaperAndFourForEachIdOfAStretchOf1024() {
        assertThat(RankIndex.empty().bytes()).isZero();
        assertThat(ranks.bytes()).isEqualTo(4 * 12 + 1024 * 4);
        assertThat(RankIndex.of(new int[] {1, 5000}, new double[] {1, 2}, 2, 0).bytes())
                .isEqualTo(2 * 12 + 2 * 1024 * 4);
    }

    @Test
    void thePercentileIsTheShareOfPapersRankedBelow() {
        assertThat(ranks.percentile(4)).isEqualTo(75);
        assertThat(ranks.percentile(9)).isZero();
        assertThat(RankIndex.of(new int[] {1}, new double[] {1}, 1, 0).percentile(1))
                .isZero();
    }

    @Test
    void pagesAreCutOffWhereTheRanksEnd() {
        assertThat(ranks.page(2, 2)).containsExactly(7, 3);
        assertThat(ranks.page(4, 10)).containsExactly(9);
        assertThat(ranks.page(5, 10)).isEmpty();
        assertThat(ranks.page(Integer.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
        assertThat(ranks.top(0)).isEmpty();
    }

    @Test
    void scoresThatDifferByRoundingAreOneTieWithOneScore() {
        double[] scores = {1.0, 1.0 + 1e-13, 1.0 - 1e-13, 0.9};
        RankIndex tied = RankIndex.of(new int[] {2, 3, 1, 0}, scores, 4, 1e-12);
        assertThat(tied.top(4)).containsExactly(1, 2, 3, 0);
        assertThat(tied.score(1)).isEqualTo(tied.score(3)).isEqualTo(1.0 + 1e-13);
        assertThat(RankIndex.of(new int[] {2, 3, 1, 0}, scores, 4, 0).top(4)).containsExactly(3, 2, 1, 0);
    }

    @Test
    void aToleranceAboveOneStillRanksEveryPaper() {
        assertThat(RankIndex.of(IDS, SCORES, 4, 2).top(4)).containsExactly(3, 4, 7, 9);
    }

    @Test
    void negativeZeroIsZero() {
        RankIndex zeros = RankIndex.of(new int[] {5, 2}, new double[] {-0.0, 0.0}, 2, 0);
        assertThat(zeros.top(2)).containsExactly(2, 5);
        assertThat(zeros.score(5)).isEqualTo(0.0);
    }

    @Test
    void anIdAtTheEndOfTheRangeTakesNoMoreThanItsPage() {
        RankIndex far = RankIndex.of(new int[] {Integer.MAX_VALUE, 0}, new double[] {1, 2}, 2, 0);
        assertThat(far.rank(Integer.MAX_VALUE)).isEqualTo(2);
        assertThat(far.contains(Integer.MAX_VALUE - 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 1_000_000, -1})
    void anIdThatIsNotRankedIsNamed(int id) {
        assertThat(ranks.contains(id)).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> ranks.rank(id))
                .withMessage("no paper with id " + id + " among the 4 ranked");
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> ranks.percentile(id));
    }

    @Test
    void anEmptyIndexHoldsNothing() {
        assertThat(RankIndex.empty().size()).isZero();
        assertThat(RankIndex.empty().contains(0)).isFalse();
        assertThat(RankIndex.empty().top(10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 5})
    void aRankOutOfRangeIsRefused(int rank) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> ranks.idAt(rank))
                .withMessage("rank must be from 1 to 4, not " + rank);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1e-300, Double.POSITIVE_INFINITY})
    void aScoreThatIsNoneIsRefusedWithItsId(double score) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RankIndex.of(new int[] {1, 8}, new double[] {1, score}, 2, 0))
                .withMessage("a score must be finite and not negative, but that of id 8 is " + score);
    }

    @Test
    void wrongIdsCountsTolerancesAndPagesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RankIndex.of(new int[] {3, 3}, new double[] {1, 2}, 2, 0))
                .withMessage("id 3 is given twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RankIndex.of(new int[] {-3}, new double[] {1}, 1, 0))
                .withMessage("an id must not be negative, but there is -3");
        assertThatIllegalArgumentException().isThrownBy(() -> RankIndex.of(IDS, SCORES, 5, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> RankIndex.of(IDS, SCORES, 4, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> ranks.page(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ranks.top(-1));
    }
}
