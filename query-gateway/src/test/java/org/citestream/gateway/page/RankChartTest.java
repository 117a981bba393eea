package org.citestream.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.citestream.gateway.history.PaperHistory;
import org.citestream.gateway.history.RankPoint;
import org.junit.jupiter.api.Test;

class RankChartTest {

    @Test
    void ofManyPointsTheFirstTheLastTheBestAndTheWorstStayWhereverTheyLie() {
        for (int best = 0; best < 484; best++) {
            int of = best;
            int worst = 483 - best == best ? 0 : 483 - best;
            RankChart chart = chart(484, i -> i == of ? 1 : i == worst ? 900 : 100 + i % 7);

            List<Integer> ranks = chart.points().stream().map(RankPoint::rank).toList();
            assertThat(ranks).hasSizeBetween(38, 40).contains(1, 900);
            assertThat(chart.points().getFirst().epoch()).isEqualTo(0);
            assertThat(chart.points().getLast().epoch()).isEqualTo(483);
            assertThat(chart.kept()).isEqualTo(484);
        }
    }

    @Test
    void fewPointsAreAllShown() {
        assertThat(chart(2, i -> 5 + i).points()).hasSize(2);
        assertThat(chart(30, i -> 5 + i).points()).hasSize(30);
        assertThat(chart(38, i -> 5 + i).points()).hasSize(38);
    }

    @Test
    void theAxisNamesDaysOrTheTimesOfOneDay() {
        RankChart days = chart(48, i -> 5 + i);
        assertThat(days.label(days.points().getFirst())).isEqualTo("Jan 01 1970");
        RankChart hours = chart(3, i -> 5 + i);
        assertThat(hours.label(hours.points().getLast())).isEqualTo("02:00:00 UTC");
    }

    @Test
    void aPaperThatNeverMovedHasNoPicture() {
        assertThat(RankChart.of(new PaperHistory.Report(1, points(5, _ -> 7), null)))
                .isNull();
        assertThat(RankChart.of(new PaperHistory.Report(1, points(1, _ -> 7), null)))
                .isNull();
    }

    private static RankChart chart(int count, IntUnaryOperator rank) {
        RankChart chart = RankChart.of(new PaperHistory.Report(1, points(count, rank), null));
        assertThat(chart).isNotNull();
        return chart;
    }

    private static List<RankPoint> points(int count, IntUnaryOperator rank) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RankPoint(i, Instant.ofEpochSecond(i * 3600L), rank.applyAsInt(i), 1e-5, i, 1000))
                .toList();
    }
}
