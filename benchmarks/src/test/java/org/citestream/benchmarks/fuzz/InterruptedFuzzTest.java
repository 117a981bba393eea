package org.citestream.benchmarks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run that was stopped has found is not lost. */
class InterruptedFuzzTest {

    @TempDir
    Path directory;

    @Test
    void theApiWasAskedAsOftenAsInAllSittingsTogetherAndEachFindingStaysFromWhenItComes() throws IOException {
        ApiSoFar stopped = ApiSoFar.in(directory);
        stopped.note(1, 40, Set.of("GET / 200"), List.of());
        stopped.note(2, 90, Set.of("GET / 200", "GET / 404"), List.of("GET /a: 500\nin \uD800 words"));
        ApiSoFar again = ApiSoFar.in(directory);
        assertThat(again.findings()).containsExactly("GET /a: 500 in ? words");
        again.note(3, 10, Set.of("GET / 200", "GET / 406"), List.of("GET /b: 500"));
        again.note(4, 20, Set.of("GET / 200", "GET / 406"), List.of("GET /b: 500", "GET /c: 500"));
        ApiSoFar all = ApiSoFar.in(directory);
        assertThat(all.seconds()).isEqualTo(2 + 4);
        assertThat(all.asked()).isEqualTo(90 + 20);
        assertThat(all.kinds()).isEqualTo(3);
        assertThat(all.findings()).containsExactly("GET /a: 500 in ? words", "GET /b: 500", "GET /c: 500");
    }

    @Test
    void aReaderHasTriedWhatItTriedInAllSittingsAndWhatWasFoundInOneOfThemStaysFound() throws IOException {
        Path first = FuzzerLog.next(directory);
        Files.writeString(first, "#2\tINITED cov: 9 ft: 9\n#64\tpulse  cov: 30 ft: 40\n#100\tNEW    cov: 31 ft: 44\n");
        Path second = FuzzerLog.next(directory);
        Files.writeString(second, "#7\tNEW    cov: 28 ft: 30\n==8== ERROR: libFuzzer: fuzz target exited\n");
        assertThat(FuzzerLog.of(directory)).isEqualTo(new FuzzerLog(107, 31, false));
        Files.writeString(FuzzerLog.next(directory), "== Java Exception: java.lang.IllegalStateException\n");
        Files.writeString(FuzzerLog.next(directory), "#3\tREDUCE cov: 33 ft: 50\n");
        assertThat(FuzzerLog.of(directory)).isEqualTo(new FuzzerLog(110, 33, true));
        assertThat(FuzzerLog.ofSitting(second)).isEqualTo(new FuzzerLog(7, 28, false));
    }
}
