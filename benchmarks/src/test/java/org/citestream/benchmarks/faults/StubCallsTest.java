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
        StubCalls.Found found = StubCalls.check(List.of(FIRST, AGAIN), List.of(at(10) + 1), List.of());
        assertThat(found.inFlight()).containsExactly("Mono");
        assertThat(found.violations()).isEmpty();
    }

    @Test
    void aCallWithoutAKillIsAViolation() {
        assertThat(StubCalls.check(List.of(FIRST, AGAIN), List.of(), List.of()).violations())
                .hasSize(1);
        assertThat(StubCalls.check(List.of(FIRST, AGAIN), List.of(at(9), at(19)), List.of())
                        .violations())
                .hasSize(1);
    }

    @Test
    void callsOnDifferentTextsAreNoneOfThese() {
        StubModel.Call other = new StubModel.Call("Title", "Dodo", at(20), at(21));
        StubCalls.Found found = StubCalls.check(List.of(FIRST, other), List.of(), List.of());
        assertThat(found.inFlight()).isEmpty();
        assertThat(found.violations()).isEmpty();
    }

    private static long at(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
