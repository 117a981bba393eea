package org.citestream.gateway.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.citestream.events.PaperEvent;
import org.jspecify.annotations.Nullable;

/**
 * Rows of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front, which spreadsheets do not
 * show.
 */
final class Csv {

    static final String HEADING = "id,rank,pagerank,citations,title,authors,venue,year,doi,url,abstract\r\n";

    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n";

    private Csv() {}

    static String row(ExportedPaper exported) {
        PaperEvent paper = exported.paper();
        Integer rank = exported.rank();
        Double pageRank = exported.pagerank();
        return row(
                Integer.toString(paper.id()),
                rank == null ? "" : rank.toString(),
                pageRank == null ? "" : String.format(Locale.ROOT, "%.7e", pageRank),
                Integer.toString(exported.citations()),
                text(paper.title()),
                text(String.join("; ", exported.authors())),
                text(paper.venue()),
                Integer.toString(paper.year()),
                text(paper.doi()),
                text(paper.url()),
                text(exported.abstractText()));
    }

    static String text(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        String trimmed = text.stripLeading();
        char first = trimmed.isEmpty() ? ' ' : trimmed.charAt(0);
        boolean formula = BEGINS_A_FORMULA.indexOf(first) >= 0 || BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0;
        return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }

    private static String row(String... cells) {
        return Arrays.stream(cells).collect(Collectors.joining(",", "", "\r\n"));
    }
}
