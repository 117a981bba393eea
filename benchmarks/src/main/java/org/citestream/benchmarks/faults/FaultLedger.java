package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The table of all runs, at the end of a document. */
public final class FaultLedger {

    private static final String HEAD =
            "| day | seed | beside | faults | acknowledged | unsure | papers | s | echoed | cleaned | billed again in flight | outcome | commit |\n"
                    + "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
    private static final Pattern LINE = Pattern.compile("\\| \\d{4}-\\d{2}-\\d{2} \\| (\\d+) \\|.*");
    private static final int MOST_VIOLATIONS = 2;

    private final Path document;

    private final String commit;

    /**
     * @param commit of what is proved
     */
    public FaultLedger(Path document, String commit) throws IOException {
        this.document = document;
        this.commit = commit;
        if (!Files.exists(document)) {
            Files.writeString(document, "# Runs of faults\n\n" + HEAD);
        }
    }

    /** The first seed from 1 on that is not noted. */
    public long nextSeed() throws IOException {
        Set<Long> noted = Files.readAllLines(document).stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> Long.valueOf(line.group(1)))
                .collect(Collectors.toSet());
        return LongStream.iterate(1, seed -> seed + 1)
                .filter(seed -> !noted.contains(seed))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Notes a run.
     *
     * @param cluster the seed with which its cluster began, or null if that is this one
     * @return the line
     */
    public String add(FaultRun.Result result, @Nullable Long cluster) throws IOException {
        String outcome = result.violations().isEmpty()
                ? "sound"
                : result.violations().size() + " violations: "
                        + result.violations().stream()
                                .limit(MOST_VIOLATIONS)
                                .map(each -> each.kind() + " " + each.about())
                                .collect(Collectors.joining("; "));
        String more = (result.restarted().isEmpty()
                        ? ""
                        : "; ended by itself: " + String.join(", ", result.restarted()))
                + (result.leftOut().isEmpty() ? "" : "; not possible here: " + String.join(", ", result.leftOut()));
        String line = String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %d | %d | %d | %.0f | %d | %d | %s | %s | %s |",
                LocalDate.now(),
                result.schedule().seed(),
                cluster == null ? "" : cluster,
                result.schedule().words(),
                result.acknowledged(),
                result.unsure(),
                result.papers(),
                result.seconds(),
                result.echoed(),
                result.cleaned(),
                String.join(" ", result.inFlight()),
                outcome + more,
                commit);
        Files.writeString(document, line + "\n", StandardOpenOption.APPEND);
        return line;
    }
}
