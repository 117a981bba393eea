package org.citestream.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows from what was acknowledged. */
class ExpectedCollectionTest {

    @Test
    void recordsWithOneDoiAreOnePaperAndTheFirstOfThemHasTheWord() {
        ExpectedCollection expected = ExpectedCollection.of(List.of(
                described("south", "1", "10.1/a", List.of("north:2")),
                described("north", "1", "10.1/a", List.of("north:3")),
                described("north", "2", null, List.of("south:1")),
                described("north", "3", null, List.of("north:9"))));
        assertThat(expected.papers().keySet()).containsExactly("north:1", "north:2", "north:3");
        ExpectedPaper joined = expected.papers().get("north:1");
        assertThat(joined).isNotNull();
        assertThat(joined.records()).containsExactly("north:1", "south:1");
        assertThat(joined.title()).isEqualTo("north 1");
        assertThat(joined.cited()).containsExactly("north:2", "north:3");
        assertThat(expected.papers().get("north:2"))
                .extracting(ExpectedPaper::cited)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
                .containsExactly("north:1");
    }

    @Test
    void whatAnOperatorJoinsIsOnePaperAndCitesNotItself() {
        ExpectedCollection expected = ExpectedCollection.of(List.of(
                described("north", "1", null, List.of("north:2")),
                described("north", "2", null, List.of("north:3")),
                described("north", "3", null, List.of()),
                new Operation.Decide("north:1", "north:2", true),
                new Operation.Decide("north:2", "north:3", false)));
        assertThat(expected.papers().keySet()).containsExactly("north:1", "north:3");
        assertThat(expected.papers().get("north:1"))
                .extracting(ExpectedPaper::cited)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
                .containsExactly("north:3");
    }

    @Test
    void aJoinThatGoesByAWithdrawnRecordHoldsNothingTogether() {
        ExpectedCollection expected = ExpectedCollection.of(List.of(
                described("north", "1", null, List.of()),
                new Operation.Withdraw("north", "2"),
                described("north", "3", null, List.of("north:2")),
                new Operation.Decide("north:1", "north:2", true),
                new Operation.Decide("north:2", "north:3", true)));
        assertThat(expected.papers().keySet()).containsExactly("north:1", "north:3");
        assertThat(expected.papers().get("north:3"))
                .extracting(ExpectedPaper::cited)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
                .isEmpty();
    }

    @Test
    void aRetractedPaperIsNotThereAndIsNotCited() {
        ExpectedCollection expected = ExpectedCollection.of(List.of(
                described("north", "1", null, List.of("north:2")),
                new Operation.Describe("north", "2", "two", List.of("Ann"), 2000, null, null, List.of(), true)));
        assertThat(expected.papers().keySet()).containsExactly("north:1");
        assertThat(expected.papers().get("north:1"))
                .extracting(ExpectedPaper::cited)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
                .isEmpty();
    }

    @Test
    void aCitationPairCountsWhileItsCitingRecordDoes() {
        Operation pair = new Operation.Cite("north:1", "north:2");
        assertThat(ExpectedCollection.of(List.of(
                                described("north", "1", null, List.of()),
                                described("north", "2", null, List.of()),
                                pair))
                        .papers()
                        .get("north:1"))
                .extracting(ExpectedPaper::cited)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
                .containsExactly("north:2");
    }

    private static Operation.Describe described(
            String source, String number, @Nullable String doi, List<String> references) {
        return new Operation.Describe(
                source, number, source + " " + number, List.of("Ann"), 2000, doi, null, references, false);
    }
}
