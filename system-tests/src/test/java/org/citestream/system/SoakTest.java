package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.citestream.benchmarks.soak.Soak;
import org.citestream.benchmarks.soak.SoakPlan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./bench soak}: a minute of load, and a burst of ten seconds. */
@Tag("slow")
class SoakTest {

    private static final SoakPlan PLAN = new SoakPlan(
            Duration.ZERO,
            List.of(),
            Duration.ZERO,
            Duration.ofMinutes(1),
            100,
            30,
            false,
            Duration.ofSeconds(10),
            10,
            1024);

    @TempDir
    Path directory;

    @Test
    void aSteadyLoadAndABurstLoseNothingAndWhatIsNewIsSoonVisibleInTimeAgain() throws Exception {
        Soak.Outcome outcome =
                Soak.run(PLAN, directory, RunningProduct.freePort(), minute -> System.out.println("SOAK: " + minute));
        assertThat(outcome.ended()).as("the product's last words").isNull();
        assertThat(outcome.troubles()).isEmpty();
        assertThat(outcome.accepted()).isGreaterThan(30 * 60);
        assertThat(outcome.settledSeconds()).as("nothing is pending in the end").isNotNaN();
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.doubled()).isZero();
        assertThat(outcome.burstShare()).isGreaterThan(0.95);
        assertThat(outcome.freshAgainSeconds()).isLessThanOrEqualTo(SoakPlan.FRESH_AGAIN.toSeconds());
        assertThat(outcome.minutes())
                .allSatisfy(minute -> assertThat(minute.readFailures())
                        .as("reads that were not answered: %s", minute)
                        .isZero());
    }
}
