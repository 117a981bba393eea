package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The page of limits says what the code says. */
class LimitsTest {

    @Test
    void thePageOfLimitsHasEachThatTheCodeHas() throws IOException {
        String text = LimitsPage.text();
        assertThat(text.lines().filter(line -> line.startsWith("| `")))
                .hasSizeGreaterThan(120)
                .as("a limit of which nothing is said")
                .noneMatch(line -> line.endsWith("|  |"));
        if (Boolean.getBoolean("citestream.limits.write")) {
            Files.writeString(LimitsPage.FILE, text);
        }
        assertThat(Files.readAllLines(LimitsPage.FILE))
                .as("run with -Dcitestream.limits.write=true to write the page anew")
                .containsExactlyElementsOf(text.lines().toList());
    }
}
