package org.citestream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.citestream.benchmarks.measuring.Row;

/** Keeps the last table of all measurements in a page, between two marks. */
final class Kept {

    private static final String BEGIN = "<!-- ./bench all writes what follows -->\n";
    private static final String END = "<!-- ./bench all wrote what precedes -->\n";

    private Kept() {}

    /**
     * Replaces the table that the page has.
     *
     * @throws IOException if the page lacks the marks, or cannot be written
     */
    static void write(List<Row> rows, Path page) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " has no place for the table");
        }
        Files.writeString(page, text.substring(0, begin + BEGIN.length()) + table(rows) + text.substring(end));
    }

    static String table(List<Row> rows) {
        return """
                %s, %s %s, %d processors, Java %s.

                | name | figure | unit | reference | ratio | goal | holds |
                |---|---|---|---|---|---|---|
                """.formatted(
                                LocalDate.now(ZoneOffset.UTC),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("java.version"))
                + rows.stream().map(Kept::line).collect(Collectors.joining());
    }

    private static String line(Row row) {
        boolean made = !row.unit().equals("–");
        return "| %s | %s | %s | %s | %s | %s | %s |\n"
                .formatted(
                        row.name().replace("|", "\\|"),
                        made ? Row.number(row.figure()) : "",
                        made ? row.unit() : "",
                        row.reference() == null ? "" : Row.number(row.reference()),
                        row.ratio() == null ? "" : String.format(Locale.ROOT, "%.3g", row.ratio()),
                        row.goal() == null ? "" : row.goal(),
                        row.holds() == null ? "" : row.holds() ? "yes" : "**no**");
    }
}
