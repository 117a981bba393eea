package org.citestream.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What goes on as long as it is told to, is run by its name only, is gone on with where it was stopped, and notes in a document what came of it. */
abstract class LongProof implements Measurement {

    final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Override
    public final boolean isLongProof() {
        return true;
    }

    /** Where the project lies. */
    static Path home() {
        return Path.of(System.getProperty("citestream.home", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** The document in which it notes what came of it. */
    final Path ledger(String document) {
        return home().resolve("docs").resolve(document);
    }

    /** Which commit is measured, and whether it was changed; a dash where that cannot be told. */
    static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "-C", home().toString(), "describe", "--always", "--dirty")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 && !commit.isEmpty() ? commit : "–";
    }

    /** What it needs to go on; gone with {@code ./mvnw clean}. */
    final Path work() {
        return home().resolve("benchmarks/target").resolve(name());
    }
}
