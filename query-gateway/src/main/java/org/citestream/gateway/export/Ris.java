package org.citestream.gateway.export;

import org.citestream.events.PaperEvent;
import org.jspecify.annotations.Nullable;

/** Records of RIS; a line break in a text becomes a space, so that a text cannot begin a field. */
final class Ris {

    private Ris() {}

    static String record(ExportedPaper exported) {
        PaperEvent paper = exported.paper();
        boolean journal = exported.isInJournal();
        StringBuilder record = new StringBuilder();
        line(record, "TY", journal ? "JOUR" : "CPAPER");
        line(record, "ID", Integer.toString(paper.id()));
        exported.authors().forEach(each -> line(record, "AU", each));
        line(record, "TI", paper.title());
        line(record, journal ? "JO" : "T2", paper.venue());
        line(record, "PY", Integer.toString(paper.year()));
        line(record, "DO", paper.doi());
        line(record, "UR", paper.url());
        line(record, "AB", exported.abstractText());
        return record.append("ER  - \r\n\r\n").toString();
    }

    private static void line(StringBuilder record, String tag, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            record.append(tag)
                    .append("  - ")
                    .append(value.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip())
                    .append("\r\n");
        }
    }
}
