package org.citestream.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.citestream.benchmarks.soak.SoakPlan.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakMinutesTest {

    @TempDir
    Path directory;

    @Test
    void aSoakThatWasStoppedKnowsWhatItHasSeenAndHowManyPapersWereAcknowledged() throws Exception {
        SoakMinutes first = SoakMinutes.in(directory);
        assertThat(first.acknowledged()).isZero();
        SoakMinute unseen = minute(Phase.CLIMB, 100, Double.NaN, Map.of("view", 7L));
        SoakMinute seen = minute(Phase.STEADY, 50, 812.5, Map.of());
        first.add(unseen);
        first.add(seen);
        SoakMinutes again = SoakMinutes.in(directory);
        assertThat(again.all()).containsExactly(unseen, seen);
        assertThat(again.acknowledged()).isEqualTo(4321);
        assertThat(again.seconds()).isEqualTo(60);
        assertThat(again.lasted(Phase.STEADY)).isEqualTo(60);
        assertThat(again.lasted(Phase.BURST)).isZero();
    }

    @Test
    void theSteadyRateIsWhatIsAimedAtUnlessTheClimbHasShownThatOnlyLessIsBorne() {
        SoakPlan plan = SoakPlan.of(60, false);
        SoakMinute half = minute(Phase.CLIMB, 100, 700, Map.of());
        SoakMinute late = minute(Phase.CLIMB, 150, 9000, Map.of("assemble", 900L));
        SoakMinute fullerAndFuller = minute(Phase.CLIMB, 150, 900, Map.of("embed", 20_000L));
        assertThat(plan.steadyRate(List.of())).isEqualTo(200);
        assertThat(plan.steadyRate(List.of(half))).isEqualTo(200);
        assertThat(plan.steadyRate(List.of(half, late))).isEqualTo(100);
        assertThat(plan.steadyRate(List.of(half, fullerAndFuller))).isEqualTo(100);
        assertThat(plan.steadyRate(List.of(late))).isEqualTo(50);
        assertThat(plan.steadyRate(List.of(half, minute(Phase.CLIMB, 300, 9000, Map.of()))))
                .isEqualTo(100);
    }

    @Test
    void theLedgerSaysWhatGaveWayFirstAndHowTheHeapGrew() throws Exception {
        SoakPlan plan = new SoakPlan(
                Duration.ZERO,
                List.of(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                100,
                30,
                false,
                Duration.ZERO,
                10,
                512);
        SoakMinute late = minute(Phase.CLIMB, 60, 9000, Map.of("view", 3L, "assemble", 900L));
        Path document = directory.resolve("soak.md");
        new SoakLedger(document)
                .add(
                        plan,
                        new Soak.Outcome(
                                List.of(late),
                                30,
                                100,
                                new SoakCount(2, 1),
                                12,
                                Double.NaN,
                                700,
                                1,
                                List.of("two are gone"),
                                null));
        assertThat(Files.readString(document))
                .contains(
                        "100 papers were acknowledged, 2 are not there, 1 are there more than once",
                        "visible within 5 s again 12 s after the burst; nothing was pending at no time.",
                        "the first: two are gone",
                        "Of 0 steady minutes 0 were not borne. At 60 papers/s (climb) with 1.5 processors busy most waited for: assemble 900.",
                        "| 60 | climb | 60 | 4321 | 4000 | 903 | assemble 900 | 500 / 9000 | 480 | 12 | 0 | 1.50 | 900 | 250 | ▇▇ |");
    }

    private static SoakMinute minute(Phase phase, int rate, double freshP99, Map<String, Long> pending) {
        return new SoakMinute(
                phase,
                rate,
                60,
                60,
                4321,
                4000,
                pending.values().stream().mapToLong(Long::longValue).sum(),
                pending,
                1.5,
                250,
                900,
                500,
                freshP99,
                480,
                12,
                0);
    }
}
