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
    void labelsOfMillionsHaveTheirPlaceBesideTheAxis() {
        CitationChart chart = CitationChart.of(List.of(year(2020, 999_999, 999_999)));

        assertThat(chart.ticks())
                .extracting(each -> Wording.number(each.value()))
                .contains("1,000,000");
        assertThat(chart.ticks())
                .allSatisfy(tick -> assertThat(width(Wording.number(tick.value())))
                        .isLessThanOrEqualTo(CitationChart.LEFT - CitationChart.LABEL_GAP));
    }

    /** In the type of the page, of 12 units: figures are at most 7 wide, commas 4. */
    private static int width(String label) {
        return label.chars().map(each -> each == ',' ? 4 : 7).sum();
    }

    @Test
    void citationsOfYearsThatAreLeftOutAreCounted() {
        CitationChart chart = CitationChart.of(List.of(year(1800, 7, 7), year(1907, 1, 1), year(2026, 2, 2)));

        assertThat(chart.bars()).hasSize(120);
        assertThat(chart.bars().getFirst().year()).isEqualTo(1907);
        assertThat(chart.before()).isEqualTo(7);
        assertThat(chart.ticks().getLast().value()).isEqualTo(2);
    }

    @Test
    void rankAndPercentileAreInOneLine() {
        assertThat(Wording.rank(6377, 55.64)).isEqualTo("6,377 | 55.64%");
        assertThat(Wording.rank(1, 100.0)).isEqualTo("1 | 100.00%");
        assertThat(Wording.rank(null, null)).isEqualTo("not ranked yet");
    }

    @Test
    void theBeginningOfARecordIsShownWithoutHalfACharacter() {
        assertThat(Wording.beginning("short")).isEqualTo("short");
        assertThat(Wording.beginning("x".repeat(2_001))).isEqualTo("x".repeat(2_000) + "…");
        assertThat(Wording.beginning("x".repeat(1_999) + "\uD83D\uDE00")).isEqualTo("x".repeat(1_999) + "…");
        assertThat(Wording.letters(9_999)).isEqualTo("9,999");
        assertThat(Wording.letters(10_000)).isEqualTo("10,000 or more");
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
