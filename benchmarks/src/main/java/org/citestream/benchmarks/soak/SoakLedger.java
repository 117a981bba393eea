package org.citestream.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Locale;

/** Writes down each soak in a document, minute by minute. */
public final class SoakLedger {

    private static final int MEGABYTES_A_MARK = 50;

    private final Path document;

    public SoakLedger(Path document) {
        this.document = document;
    }

    /** Notes a soak. */
    public void add(SoakPlan plan, Soak.Outcome outcome) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%n## %s: %d minutes, %d reads/s, %d papers/s %s embeddings, burst ×%d of %d s%n%n",
                LocalDate.now(),
                plan.steady().toMinutes(),
                plan.reads(),
                plan.submissions(),
                plan.embeddings() ? "with" : "without",
                plan.burstFactor(),
                plan.burst().toSeconds()));
        text.append(String.format(
                Locale.ROOT,
                "%d processors, heap %d MB, at most %.0f MB resident. %d papers were acknowledged, %d are there, %d lost. New papers were visible within %d s again"
                        + " %s after the burst; nothing was pending %s after the last. %d requests failed%s.%n%n",
                Runtime.getRuntime().availableProcessors(),
                plan.heapMegabytes(),
                outcome.peakMegabytes(),
                outcome.accepted(),
                outcome.papers(),
                outcome.lost(),
                SoakPlan.FRESH.toSeconds(),
                seconds(outcome.freshAgainSeconds()),
                seconds(outcome.settledSeconds()),
                outcome.troubles().size(),
                outcome.troubles().isEmpty()
                        ? ""
                        : ", the first: " + outcome.troubles().getFirst()));
        text.append(
                "| s | phase | accepted | visible | pending | visible after ms, median / p99 | reads/s | read p99 ms | failed | RSS MB | heap after GC MB | |\n"
                        + "|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (SoakMinute each : outcome.minutes()) {
            int marks = (int) (Double.isNaN(each.heapAfterGc()) ? 0 : each.heapAfterGc() / MEGABYTES_A_MARK);
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | %s | %d | %d | %d | %.0f / %.0f | %.0f | %.0f | %d | %.0f | %.0f | %s |%n",
                    each.seconds(),
                    each.phase(),
                    each.submitted(),
                    each.papers(),
                    each.pending(),
                    each.freshMedian(),
                    each.freshP99(),
                    each.readsPerSecond(),
                    each.readP99(),
                    each.readFailures(),
                    each.residentMegabytes(),
                    each.heapAfterGc(),
                    "▇".repeat(marks)));
        }
        if (!Files.exists(document)) {
            Files.writeString(document, "# Long load\n");
        }
        Files.writeString(document, text.toString(), StandardOpenOption.APPEND);
    }

    private static String seconds(double seconds) {
        return Double.isNaN(seconds) ? "not" : String.format(Locale.ROOT, "%.0f s", seconds);
    }
}
