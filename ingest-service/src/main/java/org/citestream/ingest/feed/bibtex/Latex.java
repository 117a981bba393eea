package org.citestream.ingest.feed.bibtex;

import java.text.Normalizer;
import java.util.Map;

/**
 * The text of LaTeX as bibliographies use it: accents and letters by command, dashes, quotation marks; braces vanish, and so does a
 * command that only sets the type. Formulas stay as they are written.
 */
final class Latex {

    private static final Map<Character, Character> ACCENTS = Map.ofEntries(
            Map.entry('`', '\u0300'),
            Map.entry('\'', '\u0301'),
            Map.entry('^', '\u0302'),
            Map.entry('~', '\u0303'),
            Map.entry('=', '\u0304'),
            Map.entry('u', '\u0306'),
            Map.entry('.', '\u0307'),
            Map.entry('"', '\u0308'),
            Map.entry('r', '\u030A'),
            Map.entry('H', '\u030B'),
            Map.entry('v', '\u030C'),
            Map.entry('d', '\u0323'),
            Map.entry('c', '\u0327'),
            Map.entry('k', '\u0328'),
            Map.entry('b', '\u0331'));
    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("ss", "ß"),
            Map.entry("ae", "æ"),
            Map.entry("AE", "Æ"),
            Map.entry("oe", "œ"),
            Map.entry("OE", "Œ"),
            Map.entry("aa", "å"),
            Map.entry("AA", "Å"),
            Map.entry("o", "ø"),
            Map.entry("O", "Ø"),
            Map.entry("l", "ł"),
            Map.entry("L", "Ł"),
            Map.entry("i", "ı"),
            Map.entry("j", "ȷ"),
            Map.entry("dh", "ð"),
            Map.entry("DH", "Ð"),
            Map.entry("th", "þ"),
            Map.entry("TH", "Þ"),
            Map.entry("dj", "đ"),
            Map.entry("DJ", "Đ"),
            Map.entry("ldots", "…"),
            Map.entry("dots", "…"),
            Map.entry("textendash", "–"),
            Map.entry("textemdash", "—"),
            Map.entry("textquoteright", "’"),
            Map.entry("textquoteleft", "‘"),
            Map.entry("textquotedblleft", "“"),
            Map.entry("textquotedblright", "”"),
            Map.entry("textbackslash", "\\"),
            Map.entry("textasciitilde", "~"),
            Map.entry("textasciicircum", "^"),
            Map.entry("textbraceleft", "{"),
            Map.entry("textbraceright", "}"),
            Map.entry("textunderscore", "_"));

    private final String latex;
    private int at;

    private Latex(String latex) {
        this.latex = latex;
    }

    static String text(String latex) {
        if (latex.indexOf('\\') < 0
                && latex.indexOf('{') < 0
                && latex.indexOf('-') < 0
                && latex.indexOf('~') < 0
                && latex.indexOf('`') < 0
                && latex.indexOf('\'') < 0
                && latex.indexOf('}') < 0) {
            return latex.strip();
        }
        return Normalizer.normalize(new Latex(latex).all(), Normalizer.Form.NFC).strip();
    }

    private String all() {
        StringBuilder text = new StringBuilder(latex.length());
        boolean formula = false;
        while (at < latex.length()) {
            char c = latex.charAt(at++);
            if (c == '$') {
                formula = !formula;
                text.append(c);
            } else if (formula) {
                text.append(c);
            } else {
                switch (c) {
                    case '{', '}' -> {}
                    case '~' -> text.append(' ');
                    case '\\' -> command(text);
                    case '-' -> text.append(follows('-') ? (follows('-') ? '—' : '–') : '-');
                    case '`' -> text.append(follows('`') ? '“' : '‘');
                    case '\'' -> text.append(follows('\'') ? '”' : '\'');
                    default -> text.append(c);
                }
            }
        }
        return text.toString();
    }

    private boolean follows(char expected) {
        boolean follows = at < latex.length() && latex.charAt(at) == expected;
        at += follows ? 1 : 0;
        return follows;
    }

    private void command(StringBuilder text) {
        if (at == latex.length()) {
            return;
        }
        char first = latex.charAt(at);
        if (!isLetter(first)) {
            at++;
            Character mark = ACCENTS.get(first);
            if (mark == null) {
                text.append(first == '\\' ? ' ' : first); // \& \% \_ \$ \# \{ \}
            } else {
                accent(mark, text);
            }
            return;
        }
        int begin = at;
        while (at < latex.length() && isLetter(latex.charAt(at))) {
            at++;
        }
        String name = latex.substring(begin, at);
        Character mark = name.length() == 1 ? ACCENTS.get(first) : null;
        if (mark != null) {
            accent(mark, text);
            return;
        }
        String letter = LETTERS.get(name);
        if (letter != null) {
            text.append(letter);
        }
        // A blank ends the name of a command, and is not printed.
        if (at < latex.length() && latex.charAt(at) == ' ') {
            at++;
        }
    }

    /** The accent stands before its letter in LaTeX and behind it in Unicode. */
    private void accent(char mark, StringBuilder text) {
        while (at < latex.length() && (latex.charAt(at) == '{' || latex.charAt(at) == ' ')) {
            at++;
        }
        if (at == latex.length() || latex.charAt(at) == '}') {
            return;
        }
        char base = latex.charAt(at++);
        if (base == '\\') {
            int begin = at;
            while (at < latex.length() && isLetter(latex.charAt(at))) {
                at++;
            }
            String name = latex.substring(begin, at);
            // The dotless letters are there to be accented; Unicode wants those with a dot.
            text.append(name.equals("i") || name.equals("j") ? name : LETTERS.getOrDefault(name, ""));
        } else {
            text.append(base);
            if (Character.isHighSurrogate(base) && at < latex.length()) {
                text.append(latex.charAt(at++));
            }
        }
        text.append(mark);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
