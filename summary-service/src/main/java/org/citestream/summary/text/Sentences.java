package org.citestream.summary.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts a text into sentences: the boundaries of {@link BreakIterator}, except after abbreviations. */
public final class Sentences {

    /** Without their last full stop; a single letter is one as well. */
    private static final Set<String> ABBREVIATIONS = Set.of(
            ("e.g i.e cf vs etc resp approx fig figs eq eqs sec no vol pp dr prof mr mrs ms st inc ltd corp dept univ ca viz"
                            + " w.r.t a.k.a i.i.d u.s")
                    .split(" "));

    private Sentences() {}

    /** The sentences in their order, stripped, none blank. */
    public static List<String> of(String text) {
        BreakIterator boundaries = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        boundaries.setText(text);
        List<String> sentences = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        int start = boundaries.first();
        for (int end = boundaries.next(); end != BreakIterator.DONE; start = end, end = boundaries.next()) {
            String piece = text.substring(start, end);
            if (!open.isEmpty() && !goesOn(open, piece)) {
                close(open, sentences);
            }
            open.append(piece);
        }
        close(open, sentences);
        return sentences;
    }

    private static boolean goesOn(CharSequence before, String piece) {
        int first = piece.codePointAt(0);
        return Character.getType(first) == Character.LOWERCASE_LETTER
                || (first >= '0' && first <= '9')
                || "),;:%".indexOf(first) >= 0
                || endsWithAbbreviation(before);
    }

    private static boolean endsWithAbbreviation(CharSequence text) {
        int end = text.length();
        while (end > 0 && isBlank(text.charAt(end - 1))) {
            end--;
        }
        if (end == 0 || text.charAt(end - 1) != '.') {
            return false;
        }
        int start = wordStart(text, end);
        String word = text.subSequence(start, end - 1).toString().toLowerCase(Locale.ROOT);
        boolean letter = word.length() == 1 && word.charAt(0) >= 'a' && word.charAt(0) <= 'z';
        boolean etAl = word.equals("al")
                && start > 0
                && text.charAt(start - 1) == ' '
                && text.subSequence(wordStart(text, start - 1), start - 1)
                        .toString()
                        .equalsIgnoreCase("et");
        return letter || etAl || ABBREVIATIONS.contains(word);
    }

    /** A separator of paragraphs is none: what follows it is another sentence. */
    private static boolean isBlank(char each) {
        return each == ' ' || (each >= '\t' && each <= '\r');
    }

    private static int wordStart(CharSequence text, int end) {
        int start = end;
        while (start > 0 && !isBlank(text.charAt(start - 1)) && "([".indexOf(text.charAt(start - 1)) < 0) {
            start--;
        }
        return start;
    }

    private static void close(StringBuilder open, List<String> sentences) {
        String sentence = open.toString().strip();
        if (!sentence.isEmpty()) {
            sentences.add(sentence);
        }
        open.setLength(0);
    }
}
