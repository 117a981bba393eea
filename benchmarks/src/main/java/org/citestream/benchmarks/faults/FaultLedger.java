package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The table of all runs by today's checks, the last part of a document. Whoever adds a check gives the rows until then
 * another heading: a table begins anew, and so do the seeds.
 */
public final class FaultLedger {

    private static final String TODAY = "## By today's checks";
    private static final String HEAD =
            "| day | seed | beside | faults | acknowledged | unsure | papers | s | echoed | cleaned | billed again in flight | outcome | commit |\n"
                    + "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
    /** A row of a run that was sound and left nothing out, of a commit that is known and was not changed. */
    private static final Pattern PROVED =
            Pattern.compile("\\| \\d{4}-\\d{2}-\\d{2} \\| (\\d+) \\|.*\\| sound(?:; ended by itself: [^|;]*)? \\| "
                    + "(?!\\S*-dirty )[\\w.-]+ \\|");

    private static final int MOST_VIOLATIONS = 2;

    private final Path document;

    private final String commit;

    private final Set<Long> added = new HashSet<>();

    /**
     * @param commit of what is proved
     */
    public FaultLedger(Path document, String commit) throws IOException {
        this.document = document;
        this.commit = commit;
        String text = Files.exists(document) ? Files.readString(document) : "# Runs of faults\n";
        if (text.lines().noneMatch(TODAY::equals)) {
            Files.writeString(document, text + "\n" + TODAY + "\n\n" + HEAD);
        }
    }

    /**
     * The first seed from 1 on that is not proved by today's checks, and of which no run was noted here just now: one
     * that found something is not run for ever.
     */
    public long nextSeed() throws IOException {
        List<String> lines = Files.readAllLines(document);
        Set<Long> proved = lines.subList(lines.indexOf(TODAY) + 1, lines.size()).stream()
                .map(PROVED::matcher)
                .filter(Matcher::matches)
                .map(line -> Long.valueOf(line.group(1)))
                .collect(Collectors.toSet());
        return LongStream.iterate(1, seed -> seed + 1)
                .filter(seed -> !proved.contains(seed) && !added.contains(seed))
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
        added.add(result.schedule().seed());
        return line;
    }
}
