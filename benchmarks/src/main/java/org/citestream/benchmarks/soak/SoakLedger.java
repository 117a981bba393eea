package org.citestream.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.citestream.benchmarks.soak.SoakPlan.Phase;

/** Writes down each soak in a document, minute by minute. */
public final class SoakLedger {

    private static final int MEGABYTES_A_MARK = 100;

    private static final int SECONDS_A_MINUTE = 60;

    private final Path document;

    public SoakLedger(Path document) {
        this.document = document;
    }

    /** Notes a soak. */
    public void add(SoakPlan plan, Soak.Outcome outcome) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%n## %s: %d minutes, %d reads/s, %d papers/s %s embeddings, burst ×%d of %d s%s%n%n",
                LocalDate.now(ZoneOffset.UTC),
                plan.steady().toMinutes(),
                plan.reads(),
                outcome.steadyRate(),
                plan.embeddings() ? "with" : "without",
                plan.burstFactor(),
                plan.burst().toSeconds(),
                climbed(outcome.minutes())));
        text.append(summary(plan, outcome)).append("\n\n");
        text.append(
                "| s | phase | papers/s | acknowledged | visible | pending | most for | visible after ms, median / p99 | reads/s | read p99 ms | not answered | processors | RSS MB | heap after GC MB | |\n"
                        + "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        minuteByMinute(outcome.minutes()).forEach(each -> text.append(line(each)));
        if (!Files.exists(document)) {
            Files.writeString(document, "# Long load\n");
        }
        Files.writeString(document, text.toString(), StandardOpenOption.APPEND);
    }

    /** The highest rate that was borne in the climb, where there was one. */
    private static String climbed(List<SoakMinute> minutes) {
        if (minutes.stream().noneMatch(minute -> minute.phase() == Phase.CLIMB)) {
            return "";
        }
        OptionalInt highest = SoakPlan.highestBorne(minutes);
        return ", climb borne " + (highest.isPresent() ? "to " + highest.getAsInt() + " papers/s" : "at no rate");
    }

    /** After a burst one looks more often. */
    private static List<SoakMinute> minuteByMinute(List<SoakMinute> all) {
        List<SoakMinute> lines = new ArrayList<>();
        for (SoakMinute each : all) {
            boolean isNextMinute = lines.isEmpty()
                    || each.phase() != Phase.AFTER
                    || each.seconds() - lines.getLast().seconds() >= SECONDS_A_MINUTE
                    || each == all.getLast();
            if (isNextMinute) {
                lines.add(each);
            }
        }
        return lines;
    }

    private static String summary(SoakPlan plan, Soak.Outcome outcome) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d processors, heap %d MB, at most %.0f MB resident. ",
                Runtime.getRuntime().availableProcessors(),
                plan.heapMegabytes(),
                outcome.peakMegabytes()));
        String ended = outcome.ended();
        if (ended != null) {
            text.append("**The product ended before its time**: ")
                    .append(ended.lines().reduce((_, last) -> last).orElse("without a word"))
                    .append(". ");
        }
        text.append(String.format(
                Locale.ROOT,
                "%d papers were acknowledged, %d are not there, %d are there more than once. Of the burst %.1f %% was acknowledged while it lasted; %.2f %% of the reads in the steady load were not answered. New papers were visible within %d s again %s; nothing was pending %s. "
                        + "%d requests had to be sent again, %d troubles%s. ",
                outcome.accepted(),
                outcome.lost(),
                outcome.doubled(),
                outcome.burstShare() * 100,
                outcome.unansweredShare() * 100,
                SoakPlan.FRESH.toSeconds(),
                after("the burst", outcome.freshAgainSeconds()),
                after("the last", outcome.settledSeconds()),
                outcome.sentAgain(),
                outcome.troubles().size(),
                outcome.troubles().isEmpty()
                        ? ""
                        : ", the first: " + outcome.troubles().getFirst()));
        text.append(String.format(
                Locale.ROOT,
                "Of %d steady minutes %d were not borne. ",
                outcome.steady().size(),
                outcome.steadyNotBorne()));
        return text.append(givesWay(outcome.minutes()))
                .append(growth(outcome.steady()))
                .toString()
                .strip();
    }

    /** Which rate was not borne, and where papers then waited. */
    static String givesWay(List<SoakMinute> minutes) {
        return minutes.stream()
                .filter(minute -> minute.phase() == Phase.CLIMB || minute.phase() == Phase.STEADY)
                .filter(minute -> !Soak.isBorne(minute))
                .findFirst()
                .or(() -> minutes.stream()
                        .filter(minute -> minute.phase() == Phase.BURST)
                        .findFirst())
                .map(minute -> String.format(
                        Locale.ROOT,
                        "At %d papers/s (%s) with %.1f processors busy most waited for: %s. ",
                        minute.rate(),
                        name(minute.phase()),
                        minute.processors(),
                        minute.fullest().isEmpty() ? "nothing" : minute.fullest()))
                .orElse("");
    }

    /** What each paper added to the heap in the steady load. */
    private static String growth(List<SoakMinute> steady) {
        double bytes = HeapGrowth.aPaper(steady);
        return Double.isNaN(bytes) ? "" : String.format(Locale.ROOT, "Each paper added %.0f B to the heap. ", bytes);
    }

    private static String line(SoakMinute each) {
        int marks = (int) (Double.isNaN(each.heapAfterGc()) ? 0 : each.heapAfterGc() / MEGABYTES_A_MARK);
        return String.format(
                Locale.ROOT,
                "| %d | %s | %d | %d | %d | %d | %s | %s / %s | %.0f | %s | %d | %.2f | %.0f | %s | %s |%n",
                each.seconds(),
                name(each.phase()),
                each.rate(),
                each.submitted(),
                each.papers(),
                each.pending(),
                each.fullest(),
                figure(each.freshMedian()),
                figure(each.freshP99()),
                each.readsPerSecond(),
                figure(each.readP99()),
                each.readFailures(),
                each.processors(),
                each.residentMegabytes(),
                figure(each.heapAfterGc()),
                "▇".repeat(marks));
    }

    private static String name(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static String figure(double figure) {
        return Double.isNaN(figure) ? "–" : String.format(Locale.ROOT, "%.0f", figure);
    }

    private static String after(String what, double seconds) {
        return Double.isNaN(seconds) ? "at no time" : String.format(Locale.ROOT, "%.0f s after %s", seconds, what);
    }
}
