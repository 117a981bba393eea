package org.citestream.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.citestream.benchmarks.faults.Violation.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which seeds are proved. */
class FaultLedgerTest {

    private static final Violation LOST = new Violation(Kind.LOST, "north:1", "is gone");

    @TempDir
    Path directory;

    @Test
    void aSeedIsProvedByARunThatWasSoundAndLeftNothingOutOfACommitThatIsKnownAndWasNotChanged() throws IOException {
        note("4e01047", result(1, List.of(), List.of(), List.of()));
        note("4e01047", result(2, List.of("broker"), List.of(), List.of()));
        assertThat(next()).isEqualTo(3);
        note("4e01047", result(3, List.of(), List.of(), List.of(LOST)));
        assertThat(next()).isEqualTo(3);
        note("4e01047", result(3, List.of(), List.of("full disk of broker"), List.of()));
        assertThat(next()).isEqualTo(3);
        note("–", result(3, List.of(), List.of(), List.of()));
        assertThat(next()).isEqualTo(3);
        note("4e01047-dirty", result(3, List.of(), List.of(), List.of()));
        assertThat(next()).isEqualTo(3);
        note("v1.2-3-g4e01047", result(3, List.of(), List.of(), List.of()));
        assertThat(next()).isEqualTo(4);
    }

    @Test
    void whatWasProvedByEarlierChecksIsProvedAnew() throws IOException {
        note("4e01047", result(1, List.of(), List.of(), List.of()));
        assertThat(next()).isEqualTo(2);
        Files.writeString(
                document(), Files.readString(document()).replace("## By today's checks", "## By earlier checks"));
        assertThat(next()).isEqualTo(1);
        note("7942aa0", result(1, List.of(), List.of(), List.of()));
        assertThat(next()).isEqualTo(2);
        assertThat(Files.readString(document())).containsSubsequence("earlier checks", "4e01047", "today's", "7942aa0");
    }

    @Test
    void aSeedThatFoundSomethingIsPassedOverUntilTheLedgerIsOpenedAgain() throws IOException {
        FaultLedger ledger = new FaultLedger(document(), "4e01047");
        assertThat(ledger.nextSeed()).isEqualTo(1);
        String _ = ledger.add(result(1, List.of(), List.of(), List.of(LOST)), null);
        assertThat(ledger.nextSeed()).isEqualTo(2);
        assertThat(next()).isEqualTo(1);
    }

    private Path document() {
        return directory.resolve("faults.md");
    }

    private void note(String commit, FaultRun.Result result) throws IOException {
        String _ = new FaultLedger(document(), commit).add(result, null);
    }

    private long next() throws IOException {
        return new FaultLedger(document(), "4e01047").nextSeed();
    }

    private static FaultRun.Result result(
            long seed, List<String> restarted, List<String> leftOut, List<Violation> violations) {
        return new FaultRun.Result(
                Schedule.of(seed), 60, 160, 0, 20, List.of("Fekuge"), 70, 0, restarted, leftOut, violations);
    }
}
