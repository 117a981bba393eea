package org.citestream.summary.extractive;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Words within a sentence by which it refers to what an earlier one named, such as "both extremes", "these plans", "the latter": standing
 * alone, it refers to nothing. How a sentence begins is told by {@link Contribution#pointsBack}.
 */
final class BackReference {

    private static final Pattern ANYWHERE = Pattern.compile(
            // both systems, but not both speed and accuracy
            "\\bboth (?!of\\b)(?![^,.;:]{1,60}\\band\\b)[a-z-]+"
                    // these plans, but not those that scan
                    + "|\\b(?:these|those) (?!(?:who|that|which|of|with|without|in|from|for|to|by|at|on)\\b)[a-z-]+"
                    + "|\\bthis (?!(?:paper|work|article|study|thesis|tutorial|demo\\w*|is|was|has)\\b)[a-z-]+"
                    + "|\\bsuch (?!as\\b|that\\b)[a-z-]+"
                    + "|\\bthe (?:former|latter|above|aforementioned|other two|two extremes)\\b"
                    + "|\\b(?:each|either|all|both|some|most|one|none) of (?:them|these|those)\\b"
                    + "|\\b(?:mentioned|described|discussed|given) above\\b",
            Pattern.CASE_INSENSITIVE);

    /** Of these the pattern needs one. Most sentences have none, and to look for these takes a tenth of what the pattern takes. */
    private static final List<String> SIGNS = List.of(
            "both ",
            "these ",
            "those ",
            "this ",
            "such ",
            "former",
            "latter",
            "above",
            "aforementioned",
            "other two",
            "two extremes",
            "of them",
            "of these",
            "of those");

    private BackReference() {}

    /** Whether a sentence, worded to stand alone, still refers to another. */
    static boolean in(String sentence) {
        String small = sentence.toLowerCase(Locale.ROOT);
        return SIGNS.stream().anyMatch(small::contains)
                && ANYWHERE.matcher(sentence).find();
    }
}
