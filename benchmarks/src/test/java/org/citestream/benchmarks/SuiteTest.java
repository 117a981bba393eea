package org.citestream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.citestream.benchmarks.measuring.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteTest {

    @TempDir
    Path directory;

    @Test
    void aMeasurementThatFailsIsARowThatSaysWhyAndTheOthersGoOn() throws Exception {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThat(new Suite(out).run(List.of("nonsense", "gibberish")))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.holds()).isFalse())
                .extracting(Row::name)
                .satisfiesExactly(
                        name -> assertThat(name).startsWith("nonsense: failed: There is no measurement 'nonsense'"),
                        name -> assertThat(name).startsWith("gibberish: failed: "));
    }

    @Test
    void theTableIsKeptBetweenItsMarksAndTheRestOfThePageStays() throws IOException {
        Path page = directory.resolve("page.md");
        Files.writeString(
                page,
                "before\n<!-- ./bench all writes what follows -->\nthe table before\n<!-- ./bench all wrote what precedes -->\nafter\n");
        Kept.write(
                List.of(
                        Row.atLeast("fast", 300, "req/s", 100, 2),
                        Row.skipped("slow", "it is not installed"),
                        Row.failed("broken", "a|b")),
                page);
        assertThat(Files.readString(page))
                .startsWith("before\n<!-- ./bench all writes")
                .endsWith("<!-- ./bench all wrote what precedes -->\nafter\n")
                .doesNotContain("the table before")
                .contains("| fast | 300 | req/s | 100 | 3.00 | ratio ≥ 2.0 | yes |\n")
                .contains("| slow: skipped: it is not installed |  |  |  |  |  |  |\n")
                .contains("| broken: failed: a\\|b |  |  |  |  | to be measured | **no** |\n");
        assertThatThrownBy(() -> Kept.write(List.of(), Files.writeString(page, "nothing")))
                .hasMessageContaining("has no place for the table");
    }
}
