package org.citestream.benchmarks.measuring;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * Which commit is measured, and whether anything in it was changed but the documents, where this notes what came of
     * it; a dash where that cannot be told.
     */
    protected static String commit() throws IOException, InterruptedException {
        String commit = git("describe", "--always");
        String changed = git("diff", "--name-only", "HEAD", "--", ".", ":(exclude)docs");
        if (commit == null || changed == null) {
            return "–";
        }
        return changed.isEmpty() ? commit : commit + "-dirty";
    }

    /** What git says, or null where it fails. */
    private static @Nullable String git(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("git", "-C", Measurement.home().toString()));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? said : null;
    }

    /** What it needs to go on; gone with {@code ./mvnw clean}. */
    protected final Path work() {
        return Measurement.home().resolve("benchmarks/target").resolve(name());
    }
}
