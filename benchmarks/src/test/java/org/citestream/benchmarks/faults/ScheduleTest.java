package org.citestream.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A run can be repeated. */
class ScheduleTest {

    @Test
    void aSeedGivesTheSameFaultsAndTheSameWordsOfTheClientsEachTime() {
        assertThat(Schedule.of(7)).isEqualTo(Schedule.of(7)).isNotEqualTo(Schedule.of(8));
        assertThat(Workload.of(7, 0)).isEqualTo(Workload.of(7, 0)).isNotEqualTo(Workload.of(8, 0));
    }

    @Test
    void twoHundredSeedsHaveEveryKindOfFault() {
        assertThat(LongStream.range(0, 200)
                        .mapToObj(Schedule::of)
                        .flatMap(schedule -> schedule.faults().stream())
                        .map(timed -> timed.fault().getClass().getSimpleName()))
                .contains("Kill", "Blackout", "Pause", "Join", "Zombie", "Cut", "Slow", "Rewind", "FullDisk", "Jump");
    }

    @Test
    void theClockOfEachPartIsPutButThatOfTheStore() {
        assertThat(LongStream.range(0, 1000)
                        .mapToObj(Schedule::of)
                        .flatMap(schedule -> schedule.faults().stream())
                        .map(Schedule.Timed::fault)
                        .filter(Fault.Jump.class::isInstance)
                        .map(fault -> ((Fault.Jump) fault).part()))
                .contains(Part.BROKER, Part.INGEST, Part.SUMMARY, Part.RANKING, Part.GATEWAY)
                .doesNotContain(Part.STORE);
    }

    @Test
    void inEachRunClientsSayManyThingsAnewSoThatThereIsSomethingToClean() {
        assertThat(LongStream.range(0, 500)).allSatisfy(seed -> {
            List<String> keys = IntStream.range(0, Workload.CLIENTS)
                    .boxed()
                    .flatMap(client -> Workload.of(seed, client).stream())
                    .filter(each -> each instanceof Operation.Describe || each instanceof Operation.Withdraw)
                    .map(Operation::key)
                    .toList();
            assertThat(keys.size() - Set.copyOf(keys).size()).isGreaterThan(20);
        });
    }

    @Test
    void noTwoClientsSpeakUnderOneKeyButOnCitationsAndDecisions() {
        List<List<String>> keys = IntStream.range(0, Workload.CLIENTS)
                .mapToObj(client -> Workload.of(3, client).stream()
                        .filter(each -> each instanceof Operation.Describe || each instanceof Operation.Withdraw)
                        .map(Operation::key)
                        .distinct()
                        .toList())
                .toList();
        assertThat(keys.stream().flatMap(List::stream)).doesNotHaveDuplicates();
    }
}
