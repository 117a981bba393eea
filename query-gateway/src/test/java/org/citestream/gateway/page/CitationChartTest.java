package org.citestream.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.citestream.gateway.view.PaperView;
import org.junit.jupiter.api.Test;

class CitationChartTest {

    @Test
    void yearsWithoutACitationHaveTheirPlace() {
        CitationChart chart = CitationChart.of(List.of(year(2019, 3, 1), year(2020, 2, 0), year(2022, 5, 5)));

        assertThat(chart.bars().stream().map(CitationChart.Bar::year)).containsExactly(2019, 2020, 2021, 2022);
        assertThat(chart.bars().stream().map(CitationChart.Bar::count)).containsExactly(1, 0, 0, 5);
        assertThat(chart.bars().getFirst().words()).isEqualTo("2019: 1 citation");
    }

    @Test
    void selfCitationsAloneMakeNoChart() {
        assertThat(CitationChart.of(List.of(year(2020, 2, 0))).bars()).isEmpty();
    }

    @Test
    void theAxisIsInWholeEvenStepsAndNothingLeavesTheFrame() {
        for (int highest : new int[] {1, 2, 3, 4, 5, 7, 9, 10, 19, 20, 21, 99, 101, 450, 12_345}) {
            CitationChart chart = CitationChart.of(IntStream.range(1900, 2027)
                    .mapToObj(each -> year(each, highest, each == 2026 ? highest : 1))
                    .toList());

            List<CitationChart.Tick> ticks = chart.ticks();
            assertThat(ticks).hasSizeBetween(2, 5);
            assertThat(ticks.getLast().value()).isGreaterThanOrEqualTo(highest);
            assertThat(chart.bars()).hasSizeLessThanOrEqualTo(120).allSatisfy(bar -> {
                assertThat(bar.y()).isBetween((double) CitationChart.TOP, (double) CitationChart.BASE);
                assertThat(bar.x()).isGreaterThanOrEqualTo(CitationChart.LEFT);
                assertThat(bar.x() + bar.width()).isLessThanOrEqualTo(CitationChart.RIGHT);
            });
            assertThat(chart.bars().stream().filter(CitationChart.Bar::labelled))
                    .hasSizeLessThanOrEqualTo(9);
        }
    }

    @Test
    void figuresAreWrittenAsTheDesignHasThem() {
        assertThat(Wording.pageRank(5.0911095e-05)).isEqualTo("5.0911095e-05");
        assertThat(Wording.pageRank(0.25)).isEqualTo("2.5000000e-01");
        assertThat(Wording.number(6377)).isEqualTo("6,377");
        assertThat(Wording.authorLink("a/b")).isNull();
        assertThat(Wording.share(12.34)).isEqualTo("12.3 %");
        assertThat(Wording.share(0.0004)).isEqualTo("under 0.1 %");
        assertThat(Wording.share(0)).isEqualTo("0.0 %");
    }

    private static PaperView.Citations.Year year(int year, int count, int nonSelf) {
        return new PaperView.Citations.Year(year, count, nonSelf);
    }
}
