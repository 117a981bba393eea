package org.citestream.benchmarks.measuring;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What goes on as long as it is told to, is run by its name only, is gone on with where it was stopped, and notes in a document what came of it. */
public abstract class LongProof implements Measurement {

    protected final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Override
    public final boolean isLongProof() {
        return true;
    }

    /** The document in which it notes what came of it. */
    protected final Path ledger(String document) {
        return Measurement.home().resolve("docs").resolve(document);
    }

    /** Which commit is measured, and whether it was changed; a dash where that cannot be told. */
    protected static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "-C", Measurement.home().toString(), "describe", "--always", "--dirty")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 && !commit.isEmpty() ? commit : "–";
    }

    /** What it needs to go on; gone with {@code ./mvnw clean}. */
    protected final Path work() {
        return Measurement.home().resolve("benchmarks/target").resolve(name());
    }
}
