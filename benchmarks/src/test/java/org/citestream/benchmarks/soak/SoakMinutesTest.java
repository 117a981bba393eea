package org.citestream.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    void theHighestRateThatWasBorneIsThatOfTheClimbEvenWhereItIsMoreThanWhatIsAimedAt() {
        List<SoakMinute> climb = List.of(
                minute(Phase.CLIMB, 200, 700, Map.of()),
                minute(Phase.CLIMB, 300, 700, Map.of()),
                minute(Phase.CLIMB, 400, 9000, Map.of()));
        assertThat(SoakPlan.highestBorne(climb)).hasValue(300);
        assertThat(SoakPlan.of(60, false).steadyRate(climb)).isEqualTo(200);
        assertThat(SoakPlan.highestBorne(climb.subList(2, 3))).isEmpty();
    }

    @Test
    void steadyMinutesThatWereNotBorneAreCounted() {
        Soak.Outcome outcome = outcome(List.of(
                minute(Phase.CLIMB, 60, 9000, Map.of()),
                minute(Phase.STEADY, 30, 700, Map.of()),
                minute(Phase.STEADY, 30, 9000, Map.of()),
                minute(Phase.STEADY, 30, 700, Map.of("embed", 20_000L))));
        assertThat(outcome.steady()).hasSize(3);
        assertThat(outcome.steadyNotBorne()).isEqualTo(2);
    }

    @Test
    void afterTheBurstTimeGoesOnWhereTheSoakWasStoppedAndStartedAgain() {
        SoakMinute late = minute(Phase.AFTER, 190, 9000);
        SoakMinute started = minute(Phase.WARMING, 310, 700);
        SoakMinute fresh = minute(Phase.AFTER, 320, 700);
        List<SoakMinute> burst = List.of(minute(Phase.STEADY, 120, 700), minute(Phase.BURST, 180, 9000));
        assertThat(Soak.freshAgain(burst)).isNaN();
        assertThat(Soak.freshAgain(and(burst, late))).isNaN();
        assertThat(Soak.freshAgain(and(burst, late, started))).isNaN();
        assertThat(Soak.freshAgain(and(burst, late, started, fresh))).isEqualTo(320 - 180);
        assertThat(Soak.freshAgain(and(burst, fresh, started, minute(Phase.AFTER, 500, 700))))
                .as("what was seen stays seen")
                .isEqualTo(320 - 180);
        assertThat(Soak.freshAgain(and(burst.subList(0, 1), late, fresh)))
                .as("without a burst")
                .isEqualTo(320 - 120);
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
        new SoakLedger(document).add(plan, outcome(List.of(late)));
        assertThat(Files.readString(document))
                .contains(
                        "30 papers/s without embeddings, burst ×10 of 0 s, climb borne at no rate\n",
                        "100 papers were acknowledged, 2 are not there, 1 are there more than once",
                        "visible within 5 s again 12 s after the burst; nothing was pending at no time.",
                        "the first: two are gone",
                        "Of 0 steady minutes 0 were not borne. At 60 papers/s (climb) with 1.5 processors busy most waited for: assemble 900.",
                        "| 60 | climb | 60 | 4321 | 4000 | 903 | assemble 900 | 500 / 9000 | 480 | 12 | 0 | 1.50 | 900 | 250 | ▇▇ |");
    }

    @Test
    void theLedgerSaysHowMuchWasBorneInTheClimb() throws Exception {
        Path document = directory.resolve("soak.md");
        SoakLedger ledger = new SoakLedger(document);
        ledger.add(SoakPlan.of(60, true), outcome(List.of(minute(Phase.CLIMB, 45, 700, Map.of()))));
        ledger.add(SoakPlan.of(60, true), outcome(List.of(minute(Phase.STEADY, 30, 700, Map.of()))));
        assertThat(Files.readString(document))
                .contains("burst ×10 of 60 s, climb borne to 45 papers/s\n", "burst ×10 of 60 s\n");
    }

    private static Soak.Outcome outcome(List<SoakMinute> minutes) {
        return new Soak.Outcome(
                minutes, 30, 100, new SoakCount(2, 1), 12, Double.NaN, 700, 1, List.of("two are gone"), null);
    }

    private static List<SoakMinute> and(List<SoakMinute> minutes, SoakMinute... more) {
        return Stream.concat(minutes.stream(), Stream.of(more)).toList();
    }

    private static SoakMinute minute(Phase phase, long seconds, double freshP99) {
        return minute(phase, 30, seconds, freshP99, Map.of());
    }

    private static SoakMinute minute(Phase phase, int rate, double freshP99, Map<String, Long> pending) {
        return minute(phase, rate, 60, freshP99, pending);
    }

    private static SoakMinute minute(Phase phase, int rate, long seconds, double freshP99, Map<String, Long> pending) {
        return new SoakMinute(
                phase,
                rate,
                60,
                seconds,
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
