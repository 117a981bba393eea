package org.citestream.summary.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a text is English: by its letters, and by the small words that no English sentence does without. */
final class English {

    private static final double LEAST_LATIN = 0.8;
    private static final double LEAST_SMALL_WORDS = 0.06;
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}]+");
    /** None of them is a frequent word of another language written in Latin letters. */
    private static final Set<String> SMALL_WORDS = Set.of(
            "the", "of", "and", "for", "with", "by", "to", "is", "are", "that", "this", "from", "which", "than", "its",
            "it", "over", "under", "without", "when", "while", "at", "where", "their", "each", "both", "how", "between",
            "into", "through", "using", "only", "but", "not", "across", "against", "or", "as", "via", "up", "more",
            "can", "be");

    private English() {}

    static boolean is(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long latin = text.codePoints()
                .filter(each ->
                        Character.isLetter(each) && Character.UnicodeScript.of(each) == Character.UnicodeScript.LATIN)
                .count();
        if (latin < LEAST_LATIN * letters) {
            return false;
        }
        long words = 0;
        long small = 0;
        for (String word : NOT_A_WORD.split(text.toLowerCase(Locale.ROOT))) {
            if (!word.isEmpty()) {
                words++;
                small += SMALL_WORDS.contains(word) ? 1 : 0;
            }
        }
        return small >= Math.max(1, LEAST_SMALL_WORDS * words);
    }
}
