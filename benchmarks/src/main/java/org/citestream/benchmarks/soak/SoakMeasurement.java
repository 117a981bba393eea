package org.citestream.benchmarks.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.citestream.benchmarks.measuring.LongProof;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.benchmarks.product.Ports;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** Reads and submissions at a steady rate for as long as it is told, and a burst: without embeddings, and with them; each noted in {@code docs/soak.md}. */
public final class SoakMeasurement extends LongProof {

    private static final int MINUTES = 60;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String measures() {
        return "the long proof: a steady load and a burst (--minutes for each, an hour unless told)";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        return runFor(MINUTES);
    }

    @Override
    public List<Row> runFor(int minutes) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (boolean embeddings : new boolean[] {false, true}) {
            Path directory = work().resolve((embeddings ? "embedded-" : "plain-") + minutes);
            Path done = directory.resolveSibling(directory.getFileName() + ".done");
            if (!Files.exists(done)) {
                rows.addAll(soak(SoakPlan.of(minutes, embeddings), Files.createDirectories(directory)));
                FileSystemUtils.deleteRecursively(directory);
                Files.createFile(done);
            }
        }
        // Both have had their time: the next run begins anew.
        FileSystemUtils.deleteRecursively(work());
        return rows;
    }

    private List<Row> soak(SoakPlan plan, Path directory) throws Exception {
        Soak.Outcome outcome = Soak.run(plan, directory, Ports.free(), this::tell);
        new SoakLedger(ledger("soak.md")).add(plan, outcome);
        String name = "soak%s: ".formatted(plan.embeddings() ? " with embeddings" : "");
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(
                name + "steady rate",
                outcome.steadyRate(),
                "papers/s",
                null,
                null,
                "≥ " + plan.submissions(),
                outcome.steadyRate() >= plan.submissions()));
        rows.add(new Row(
                name + "steady minutes that were not borne, of "
                        + outcome.steady().size(),
                outcome.steadyNotBorne(),
                "minutes",
                null,
                null,
                "0",
                !outcome.steady().isEmpty() && outcome.steadyNotBorne() == 0));
        rows.add(new Row(
                name + "lost",
                outcome.lost(),
                "papers",
                null,
                null,
                "0",
                outcome.lost() == 0 && outcome.ended() == null));
        rows.add(new Row(
                name + "there more than once", outcome.doubled(), "papers", null, null, "0", outcome.doubled() == 0));
        rows.add(new Row(
                name + "reads that were not answered, of %d/s".formatted(plan.reads()),
                outcome.unansweredShare() * 100,
                "%",
                null,
                null,
                "≤ 1",
                outcome.unansweredShare() <= 0.01));
        rows.add(new Row(
                name + "acknowledged in the burst, of what was due",
                outcome.burstShare() * 100,
                "%",
                null,
                null,
                "≥ 99",
                outcome.burstShare() >= 0.99));
        rows.add(new Row(
                name + "troubles",
                outcome.troubles().size(),
                "",
                null,
                null,
                "0",
                outcome.troubles().isEmpty()));
        rows.add(Row.of(name + "nothing pending after the last", outcome.settledSeconds(), "s"));
        rows.add(new Row(
                name + "fresh again after the burst",
                outcome.freshAgainSeconds(),
                "s",
                null,
                null,
                "≤ " + SoakPlan.FRESH_AGAIN.toSeconds() + " s",
                outcome.freshAgainSeconds() <= SoakPlan.FRESH_AGAIN.toSeconds()));
        rows.add(new Row(
                name + "peak resident memory",
                outcome.peakMegabytes(),
                "MB",
                null,
                null,
                "≤ 4096",
                outcome.peakMegabytes() <= 4096));
        double added = HeapGrowth.aPaper(outcome.steady());
        double most = HeapGrowth.most(plan.embeddings());
        rows.add(new Row(
                name + "memory: heap that a paper adds",
                added,
                "B",
                null,
                null,
                "≤ " + Row.number(most),
                Double.isNaN(added) ? null : added <= most));
        return rows;
    }

    private void tell(SoakMinute minute) {
        out.println(String.format(
                Locale.ROOT,
                "%5d s %-6s %5d/s %8d acknowledged %8d visible %7d pending, p99 %.0f ms, reads %.0f/s p99 %.0f ms, %.1f processors, heap %.0f MB",
                minute.seconds(),
                minute.phase(),
                minute.rate(),
                minute.submitted(),
                minute.papers(),
                minute.pending(),
                minute.freshP99(),
                minute.readsPerSecond(),
                minute.readP99(),
                minute.processors(),
                minute.heapAfterGc()));
    }
}
