package org.citestream.gateway.export;

import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.Collectors;
import org.citestream.events.PaperEvent;
import org.jspecify.annotations.Nullable;

/**
 * Entries of BibTeX in UTF-8. What has a meaning of its own in TeX is escaped. BibTeX counts braces even where they are escaped, so that a
 * text whose braces are not balanced would end its field: in such a one they are written as words.
 */
final class BibTex {

    private BibTex() {}

    static String entry(ExportedPaper exported) {
        PaperEvent paper = exported.paper();
        boolean journal = exported.isInJournal();
        StringBuilder entry = new StringBuilder(journal ? "@article{" : "@inproceedings{").append(key(exported));
        field(entry, "author", exported.authors().stream().map(BibTex::name).collect(Collectors.joining(" and ")));
        field(entry, "title", "{" + escaped(paper.title()) + "}");
        field(entry, journal ? "journal" : "booktitle", escaped(paper.venue()));
        field(entry, "year", Integer.toString(paper.year()));
        field(entry, "doi", verbatim(paper.doi()));
        field(entry, "url", verbatim(paper.url()));
        return entry.append("\n}\n").toString();
    }

    /** The first author's last name, the year and the id, which makes it unique. */
    private static String key(ExportedPaper exported) {
        String name =
                exported.authors().isEmpty() ? "paper" : exported.authors().getFirst();
        String last = name.substring(name.lastIndexOf(' ') + 1);
        String plain = Normalizer.normalize(last, Normalizer.Form.NFD)
                .replaceAll("[^A-Za-z]", "")
                .toLowerCase(Locale.ROOT);
        return (plain.isEmpty() ? "paper" : plain) + exported.paper().year() + "-"
                + exported.paper().id();
    }

    private static void field(StringBuilder entry, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            entry.append(",\n  ").append(name).append(" = {").append(value).append('}');
        }
    }

    /** A name in which "and" stands alone would be two names, and one with a comma would be turned round. */
    private static String name(String name) {
        String escaped = escaped(name);
        if (escaped == null) {
            return "";
        }
        return escaped.indexOf(',') < 0 ? escaped.replaceAll("(?i)\\band\\b", "{$0}") : "{" + escaped + "}";
    }

    private static @Nullable String escaped(@Nullable String text) {
        if (text == null) {
            return null;
        }
        boolean balanced = isBalanced(text);
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(each -> {
            switch (each) {
                case '\\' -> escaped.append("\\textbackslash{}");
                case '{', '}' ->
                    escaped.append(
                            balanced
                                    ? (each == '{' ? "\\{" : "\\}")
                                    : (each == '{' ? "\\textbraceleft{}" : "\\textbraceright{}"));
                case '%', '$', '&', '#', '_' -> escaped.append('\\').appendCodePoint(each);
                case '~' -> escaped.append("\\textasciitilde{}");
                case '^' -> escaped.append("\\textasciicircum{}");
                default -> escaped.appendCodePoint(Character.isISOControl(each) ? ' ' : each);
            }
        });
        return escaped.toString();
    }

    private static boolean isBalanced(String text) {
        int depth = 0;
        for (int i = 0; i < text.length() && depth >= 0; i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
        }
        return depth == 0;
    }

    /** An address: nothing is escaped in it, and what could end the field is written as a percentage. */
    private static @Nullable String verbatim(@Nullable String text) {
        return text == null
                ? null
                : text.replace("{", "%7B")
                        .replace("}", "%7D")
                        .replace("\\", "%5C")
                        .replaceAll("\\p{Cntrl}", "");
    }
}
