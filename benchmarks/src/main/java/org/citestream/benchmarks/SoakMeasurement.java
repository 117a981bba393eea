package org.citestream.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.citestream.benchmarks.soak.Soak;
import org.citestream.benchmarks.soak.SoakLedger;
import org.citestream.benchmarks.soak.SoakPlan;
import org.jspecify.annotations.Nullable;

/** Reads and submissions at a steady rate for as long as it is told, and a burst: with embeddings, and without; each noted in {@code docs/soak.md}. */
final class SoakMeasurement implements Measurement {

    private static final int MINUTES = 60;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String measures() {
        return "the long proof: a steady load and a burst (--minutes for each, an hour unless told)";
    }

    @Override
    public boolean isLongProof() {
        return true;
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        return runFor(MINUTES);
    }

    @Override
    public List<Row> runFor(int minutes) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (boolean embeddings : new boolean[] {false, true}) {
            rows.addAll(soak(SoakPlan.of(minutes, embeddings)));
        }
        return rows;
    }

    private List<Row> soak(SoakPlan plan) throws Exception {
        Path work = Files.createTempDirectory("citestream-soak");
        try {
            Soak.Outcome outcome = Soak.run(
                    plan,
                    work,
                    ImportMeasurement.freePort(),
                    minute -> out.println(String.format(
                            Locale.ROOT,
                            "%5d s %-6s %8d accepted %8d visible %7d pending, p99 %.0f ms, reads %.0f/s p99 %.0f ms, heap %.0f MB",
                            minute.seconds(),
                            minute.phase(),
                            minute.submitted(),
                            minute.papers(),
                            minute.pending(),
                            minute.freshP99(),
                            minute.readsPerSecond(),
                            minute.readP99(),
                            minute.heapAfterGc())));
            Path home = Path.of(System.getProperty("citestream.home", "."));
            new SoakLedger(home.resolve("docs/soak.md")).add(plan, outcome);
            String name =
                    "soak: " + plan.submissions() + " papers/s" + (plan.embeddings() ? " with embeddings" : "") + ", ";
            return List.of(
                    new Row(name + "lost", outcome.lost(), "papers", null, null, "0", outcome.lost() == 0),
                    new Row(
                            name + "fresh again after the burst",
                            outcome.freshAgainSeconds(),
                            "s",
                            null,
                            null,
                            "≤ " + SoakPlan.FRESH_AGAIN.toSeconds() + " s",
                            outcome.freshAgainSeconds() <= SoakPlan.FRESH_AGAIN.toSeconds()),
                    Row.of(name + "peak resident memory", outcome.peakMegabytes(), "MB"));
        } finally {
            ImportMeasurement.delete(work);
        }
    }
}
