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
                .hasSizeGreaterThan(300)
                .as("a limit of which nothing is said")
                .noneMatch(line -> line.endsWith("|  |"));
        if (Boolean.getBoolean("citestream.limits.write")) {
            Files.writeString(LimitsPage.FILE, text);
        }
        assertThat(Files.readAllLines(LimitsPage.FILE))
                .as("run with -Dcitestream.limits.write=true to write the page anew")
                .containsExactlyElementsOf(text.lines().toList());
    }

    @Test
    void eachSettingIsSaidOnce() throws IOException {
        assertThat(LimitsPage.text().lines().filter(line -> line.startsWith("| `citestream.")))
                .extracting(line -> line.split(" \\| ")[0])
                .as("settings that services bound differently")
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Test
    void eachConstantIsALimitOrKnownToBeNone() {
        assertThat(LimitsPage.undecided())
                .as("constants without the name of a limit that are not among NoLimits either")
                .isEmpty();
    }

    @Test
    void eachThatIsSaidToBeNoLimitIsThere() {
        assertThat(LimitsPage.constants()).containsKeys(NoLimits.named().toArray(String[]::new));
    }

    @Test
    void eachNumberThatLibrariesAreToldIsALimitOrKnownToBeNone() throws IOException {
        assertThat(LibrarySettings.undecided())
                .as("numbers in the configuration that comes with the services")
                .isEmpty();
        assertThat(LibrarySettings.rows().lines()).hasSizeGreaterThan(8);
    }
}
