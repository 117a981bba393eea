package org.citestream.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What may be billed again, and what may not. */
class StubCallsTest {

    private static final StubModel.Call FIRST = new StubModel.Call("Title", "Mono", at(10), at(11));
    private static final StubModel.Call AGAIN = new StubModel.Call("Title", "Mono", at(20), at(21));

    @Test
    void aCallThatWasOnItsWayAtAKillIsNamed() {
        StubCalls.Found found = StubCalls.check(List.of(FIRST, AGAIN), List.of(at(10) + 1), List.of(), 0);
        assertThat(found.inFlight()).containsExactly("Mono");
        assertThat(found.violations()).isEmpty();
    }

    @Test
    void aCallWithoutAKillIsAViolation() {
        assertThat(StubCalls.check(List.of(FIRST, AGAIN), List.of(), List.of(), 0)
                        .violations())
                .hasSize(1);
        assertThat(StubCalls.check(List.of(FIRST, AGAIN), List.of(at(9), at(19)), List.of(), 0)
                        .violations())
                .hasSize(1);
    }

    @Test
    void callsOnDifferentTextsAreNoneOfThese() {
        StubModel.Call other = new StubModel.Call("Title", "Dodo", at(20), at(21));
        StubCalls.Found found = StubCalls.check(List.of(FIRST, other), List.of(), List.of(), 0);
        assertThat(found.inFlight()).isEmpty();
        assertThat(found.violations()).isEmpty();
    }

    @Test
    void aTextThatWasAnsweredInAnEarlierRunIsNotAskedForAgain() {
        assertThat(StubCalls.check(List.of(FIRST, AGAIN), List.of(), List.of(), at(15))
                        .violations())
                .hasSize(1);
        assertThat(StubCalls.check(List.of(FIRST, AGAIN), List.of(), List.of(), at(25))
                        .violations())
                .isEmpty();
    }

    @Test
    void aPaperOfTwoRecordsMayComeBackToATextAfterAnother() {
        List<History.Entry> entries = List.of(described("1", "Mono", at(-60)), described("2", "Dodo", at(-60)));
        StubModel.Call other = new StubModel.Call("Title", "Dodo", at(14), at(15));
        assertThat(StubCalls.check(List.of(FIRST, other, AGAIN), List.of(), entries, 0)
                        .violations())
                .isEmpty();
        assertThat(StubCalls.check(List.of(FIRST, AGAIN), List.of(), entries, 0).violations())
                .hasSize(1);
    }

    @Test
    void aRecordThatMovesToAnotherPaperMakesOneOfAnotherSummary() {
        List<History.Entry> entries = List.of(described("1", "Mono", at(-60)), described("2", "Dodo", at(12)));
        assertThat(StubCalls.check(List.of(FIRST, AGAIN), List.of(), entries, 0).violations())
                .isEmpty();
        assertThat(StubCalls.check(List.of(FIRST, AGAIN), List.of(), List.of(described("1", "Mono", at(12))), 0)
                        .violations())
                .hasSize(1);
    }

    private static History.Entry described(String number, String word, long at) {
        return new History.Entry(
                0,
                new Operation.Describe(
                        "north",
                        number,
                        "Title",
                        List.of("Ann"),
                        2000,
                        "10.9999/one",
                        StubModel.abstractOn(word),
                        List.of(),
                        false),
                at,
                at + 1,
                History.Outcome.ACKNOWLEDGED,
                "");
    }

    private static long at(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
