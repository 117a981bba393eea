package org.citestream.summary.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.citestream.summary.text.PaperText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractiveSummariserTest {

    private static final PaperText BLOOM = new PaperText(
            "Ribbonless Filters for Point Lookups",
            "Log-structured merge trees keep data in sorted runs. A lookup may have to probe all of them. However, filters cost "
                    + "memory that caches need as well. In this paper, we present a filter whose size follows the access "
                    + "frequency of each run, so that point lookups in hot runs rarely fail. The idea is simple to build. We "
                    + "evaluate it on three production traces and show that lookups are 38 % faster with the same memory.");

    private final ExtractiveSummariser summariser = new ExtractiveSummariser();

    @Test
    void theContributionComesFirstAndThenTheResult() {
        assertThat(summariser.write(BLOOM).text())
                .isEqualTo(
                        "We present a filter whose size follows the access frequency of each run, so that point lookups in "
                                + "hot runs rarely fail. We evaluate it on three production traces and show that lookups are 38 % faster "
                                + "with the same memory.");
    }

    @Test
    void aResultThatRefersToNothingGivesWayToOneThatStandsAlone() {
        PaperText paper = new PaperText(
                "Tidal: Sorting by Tides",
                "Sorting is slow. Tidal sorts tuples by tides that rise with the load of a node. Tests on nine nodes show that Tidal"
                        + " is 3 times faster than quicksort. Further tests show that both extremes take 4 percent less.");

        assertThat(summariser.write(paper).text())
                .isEqualTo(
                        "Tidal sorts tuples by tides that rise with the load of a node. Tests on nine nodes show that Tidal is 3"
                                + " times faster than quicksort.");
    }

    @Test
    void anAbstractOfOneSentenceIsItsOwnSummary() {
        PaperText one =
                new PaperText("Joins", "We study the worst-case complexity of joins over graphs of bounded degree.");

        assertThat(summariser.write(one).text())
                .isEqualTo("We study the worst-case complexity of joins over graphs of bounded degree.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"the ", "in ", "a-b ", "We present a-", "end-to-end "})
    void anAbstractWithoutAnEndIsCutAndTakesNoRoomOnTheStack(String word) throws InterruptedException {
        PaperText paper = new PaperText("Endless", word.repeat(25_000));
        AtomicReference<String> text = new AtomicReference<>();
        Thread small = new Thread(null, () -> text.set(summariser.write(paper).text()), "small", 256 << 10);
        small.start();
        small.join();

        assertThat(text.get()).isNotBlank().hasSizeLessThanOrEqualTo(501);
    }

    @Test
    void abbreviationsEndNoSentence() {
        PaperText paper = new PaperText(
                "Sketches for Streams",
                "Streams are fast. We propose sketches, e.g. Count-Min by Cormode et al. in several layers, for skewed streams. "
                        + "Results show errors of 0.5 percent, vs. 3 percent before.");

        assertThat(summariser.write(paper).text())
                .isEqualTo(
                        "We propose sketches, e.g. Count-Min by Cormode et al. in several layers, for skewed streams. Results "
                                + "show errors of 0.5 percent, vs. 3 percent before.");
    }

    @ParameterizedTest
    @MethodSource("hiddenPrompts")
    void anOrderHiddenInAnAbstractChangesNothing(String order) {
        String text = BLOOM.abstractText();

        assertThat(summariser
                        .write(new PaperText(BLOOM.title(), text + " " + order))
                        .text())
                .isEqualTo(summariser.write(BLOOM).text());
        assertThat(summariser
                        .write(new PaperText(BLOOM.title(), order + " " + text))
                        .text())
                .isEqualTo(summariser.write(BLOOM).text());
    }

    private static Stream<String> hiddenPrompts() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ExtractiveSummariserTest.class.getResourceAsStream("/hidden-prompts.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
        }
    }
}
