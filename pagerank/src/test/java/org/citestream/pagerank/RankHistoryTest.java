package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.citestream.pagerank.RankHistory.Point;
import org.junit.jupiter.api.Test;

class RankHistoryTest {

    private final RankHistory history = new RankHistory(16);

    @Test
    void pointsComeBackOldestFirst() {
        Point one = new Point(3, 7, 100, 0.25);
        Point two = new Point(9, 2, Integer.MAX_VALUE, 1e-300);
        history.record(Integer.MAX_VALUE, one);
        history.record(Integer.MAX_VALUE, two);
        assertThat(history.of(Integer.MAX_VALUE)).containsExactly(one, two);
        assertThat(history.of(5)).isEmpty();
        assertThat(history.of(-1)).isEmpty();
    }

    @Test
    void theSameEpochAgainReplacesItsPoint() {
        history.record(1, new Point(3, 7, 100, 0.25));
        history.record(1, new Point(3, 6, 100, 0.5));
        assertThat(history.of(1)).containsExactly(new Point(3, 6, 100, 0.5));
    }

    @Test
    void whatIsKeptIsBoundedAndSpansTheWholeTimeFinelyWhereItIsRecent() {
        for (int epoch = 1; epoch <= 100_000; epoch++) {
            history.record(4, new Point(epoch, epoch, epoch, 1));
        }
        List<Point> points = history.of(4);
        assertThat(points).hasSize(16);
        assertThat(points.getFirst().epoch()).isEqualTo(1);
        assertThat(points.getLast().epoch()).isEqualTo(100_000);
        long lastGap = 0;
        for (int i = points.size() - 1; i > 0; i--) {
            long gap = points.get(i).epoch() - points.get(i - 1).epoch();
            assertThat(gap).isPositive();
            // no gap is much more than those of all that followed it
            assertThat(gap).isLessThan(4 * (100_000 - points.get(i).epoch()) + 4);
            lastGap = gap;
        }
        assertThat(lastGap).isGreaterThan(1000);
    }

    @Test
    void anEpochBeforeTheLastIsRefused() {
        history.record(1, new Point(3, 7, 100, 0.25));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.record(1, new Point(2, 7, 100, 0.25)))
                .withMessage("epoch 2 of paper 1 comes after epoch 3");
        assertThatIllegalArgumentException().isThrownBy(() -> history.record(-1, new Point(2, 7, 100, 0.25)));
        assertThatIllegalArgumentException().isThrownBy(() -> new RankHistory(2));
    }
}
