package org.citestream.summary.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often each content word occurs in a text, with the plural's s dropped; compared by cosine.
 *
 * @param counts by word, in lower case
 */
public record Terms(Map<String, Integer> counts) {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Set<String> STOP =
            Set.of(("a about above after again all also although am among an and any are as at "
                            + "be because been before being below between both but by can could did do does doing down during each "
                            + "either et few for from further had has have having he her here his how however i if in into is it "
                            + "its itself just many may might more most much must no nor not of off on once one only or other our "
                            + "out over own paper per same she should show shows since so some such than that the their them then "
                            + "there these they this those through thus to too two under until up upon us use used using very via "
                            + "was we well were what when where whether which while who whose why will with within without would "
                            + "you your al e g ie eg")
                    .split(" "));

    public Terms {
        counts = Map.copyOf(counts);
    }

    /** The content words of a text. */
    public static Terms of(String text) {
        Map<String, Integer> counts = new HashMap<>();
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (words.find()) {
            String word = words.group();
            if (!STOP.contains(word)) {
                counts.merge(singular(word), 1, Integer::sum);
            }
        }
        return new Terms(counts);
    }

    /** From 0, nothing in common, to 1, the same words in the same proportion; 0 where either is empty. */
    public double cosine(Terms other) {
        double common = 0;
        for (Map.Entry<String, Integer> each : counts.entrySet()) {
            common += (double) each.getValue() * other.counts.getOrDefault(each.getKey(), 0);
        }
        return common == 0 ? 0 : common / (length() * other.length());
    }

    private double length() {
        double squares = 0;
        for (int count : counts.values()) {
            squares += (double) count * count;
        }
        return Math.sqrt(squares);
    }

    private static String singular(String word) {
        return word.length() > 3 && word.endsWith("s") && !word.endsWith("ss")
                ? word.substring(0, word.length() - 1)
                : word;
    }
}
