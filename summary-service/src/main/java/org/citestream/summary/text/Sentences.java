package org.citestream.summary.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Cuts a text into sentences: the boundaries of {@link BreakIterator}, except after abbreviations. */
public final class Sentences {

    private static final Pattern ABBREVIATION = Pattern.compile(
            "(?:^|[\\s(\\[])(?:e\\.g|i\\.e|et al|cf|vs|etc|resp|approx|fig|figs|eq|eqs|sec|no|vol|pp|dr|prof|mr|mrs|ms|st"
                    + "|inc|ltd|corp|dept|univ|ca|viz|w\\.r\\.t|a\\.k\\.a|i\\.i\\.d|u\\.s|[A-Z])\\.\\s*$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern STARTS_LOW = Pattern.compile("[\\p{Ll}\\d),;:%]");

    /** With the blank before it and those after it. */
    private static final int LONGEST_ABBREVIATION = 24;

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
        CharSequence end = before.subSequence(Math.max(0, before.length() - LONGEST_ABBREVIATION), before.length());
        return STARTS_LOW.matcher(piece).lookingAt()
                || ABBREVIATION.matcher(end).find();
    }

    private static void close(StringBuilder open, List<String> sentences) {
        String sentence = open.toString().strip();
        if (!sentence.isEmpty()) {
            sentences.add(sentence);
        }
        open.setLength(0);
    }
}
