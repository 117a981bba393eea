package org.citestream.system;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.citestream.benchmarks.faults.SmallDisk;
import org.junit.jupiter.api.Assumptions;

/** Programs of this machine that some tests need. */
final class Tools {

    private Tools() {}

    /** Where a program is; where it is not installed, the test is skipped aloud. */
    static Path require(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> {
                    System.out.println(
                            "NOTE: no " + program + " found, so what it would prove is skipped; it comes with"
                                    + " Prometheus, and ./test --install installs it.");
                    return Assumptions.abort("no " + program + " found");
                });
    }

    /** A file system of its own; where none may be mounted, the test is skipped aloud. */
    static SmallDisk requireDisk(Path directory, int megabytes) throws IOException, InterruptedException {
        SmallDisk disk = SmallDisk.on(directory, megabytes);
        if (!isMountedOrTold(disk)) {
            Assumptions.abort("no mount permitted");
        }
        return disk;
    }

    /** Whether a file system of its own may be mounted; where none may be, what it would prove is skipped aloud. */
    static boolean mayMount(Path directory) throws IOException, InterruptedException {
        try (SmallDisk disk = SmallDisk.on(directory, 1)) {
            return isMountedOrTold(disk);
        }
    }

    private static boolean isMountedOrTold(SmallDisk disk) {
        if (!disk.isMounted()) {
            System.out.println("NOTE: no file system may be mounted here, so what a full disk would prove is skipped.");
        }
        return disk.isMounted();
    }

    /** Runs a program, which must succeed within a minute. */
    static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said;
        try (Stream<String> lines = process.inputReader().lines()) {
            said = lines.collect(Collectors.joining("\n"));
        }
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            fail(String.join(" ", command) + "\n" + said);
        }
    }
}
