package org.citestream.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacityTest {

    @Test
    void whatPapersTakeIsToldApartFromWhatCitationsTakeAndFromWhatIsThereAnyway() {
        List<Capacity.Line> lines =
                Capacity.of(point(20_000, 40_123), point(20_000, 239_876), point(100_000, 1_198_765));
        assertThat(lines).extracting(Capacity.Line::part).containsExactly("both", "citations", "papers");
        Capacity.Line both = lines.getFirst();
        assertThat(both.perPaper()).isCloseTo(300, within(1e-6));
        assertThat(both.perCitation()).isCloseTo(4, within(1e-6));
        assertThat(both.fixed()).isEqualTo(1_000_000);
        assertThat(lines.get(1).perPaper()).isCloseTo(0, within(1e-6));
        assertThat(lines.get(2).perCitation()).isCloseTo(0, within(1e-6));
        assertThat(Capacity.table(lines)).contains("| both | 300 | 4.0 | 1.0 | 34.1 |");
    }

    @Test
    void collectionsOfTheSameCitationsAPaperTellNothingApart() {
        assertThatThrownBy(() -> Capacity.of(point(10, 20), point(100, 200), point(1000, 2000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Capacity.Point point(long papers, long citations) {
        return new Capacity.Point(
                papers,
                citations,
                Map.of(
                        "both",
                        1_000_000 + 300 * papers + 4 * citations,
                        "papers",
                        12 * papers,
                        "citations",
                        99 + 7 * citations,
                        "never grows",
                        5_000L));
    }
}
