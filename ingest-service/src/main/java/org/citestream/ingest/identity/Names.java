package org.citestream.ingest.identity;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.citestream.events.ContentHash;

/** Folded forms of titles and names, in which spellings of the same thing coincide. */
public final class Names {

    private static final Pattern COMBINING = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern HOMONYM_NUMBER = Pattern.compile(" \\d{4}$");

    private static final Set<String> SUFFIXES = Set.of("jr", "sr", "ii", "iii", "iv");

    private Names() {}

    /** Letters and digits only, in lower case and without diacritics; words parted by one hyphen. */
    public static String fold(String text) {
        String plain = COMBINING
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("");
        String hyphened =
                NOT_WORD.matcher(withoutStrokes(plain.toLowerCase(Locale.ROOT))).replaceAll("-");
        int from = hyphened.startsWith("-") ? 1 : 0;
        int to = hyphened.length() - (hyphened.length() > from && hyphened.endsWith("-") ? 1 : 0);
        return hyphened.substring(from, to);
    }

    /** A hash under which equal titles meet, whatever their case, diacritics and punctuation. */
    public static String titleHash(String title) {
        String folded = fold(title).replace("-", "");
        return ContentHash.of(folded.isEmpty() ? title.strip() : folded);
    }

    /** Letters that no normal form takes apart. */
    private static String withoutStrokes(String lower) {
        StringBuilder plain = null;
        for (int i = 0; i < lower.length(); i++) {
            char letter = lower.charAt(i);
            String instead = letter < 'ß'
                    ? null
                    : switch (letter) {
                        case 'ß' -> "ss";
                        case 'ø' -> "o";
                        case 'ł' -> "l";
                        case 'đ', 'ð' -> "d";
                        case 'ħ' -> "h";
                        case 'ı' -> "i";
                        case 'æ' -> "ae";
                        case 'œ' -> "oe";
                        case 'þ' -> "th";
                        default -> null;
                    };
            if (instead != null && plain == null) {
                plain = new StringBuilder(lower.length() + 2).append(lower, 0, i);
            }
            if (plain != null) {
                if (instead == null) {
                    plain.append(letter);
                } else {
                    plain.append(instead);
                }
            }
        }
        return plain == null ? lower : plain.toString();
    }

    /** The name for reading, without the number by which DBLP tells people of one name apart. */
    public static String withoutHomonymNumber(String name) {
        return HOMONYM_NUMBER.matcher(name).replaceFirst("");
    }

    /**
     * The family name in {@code Given Family} or {@code Family, Given} as it is compared: the last of its words, folded, and an umlaut
     * the same whether it is written with an e or without.
     */
    public static String family(String name) {
        String plain = withoutHomonymNumber(name.strip());
        int comma = plain.indexOf(',');
        List<String> words = words(comma > 0 ? plain.substring(0, comma) : plain);
        return words.isEmpty() ? fold(plain) : words.getLast();
    }

    /** All words of a name as they are compared, in the order of letters, so that it does not matter which of them comes first. */
    static String allWords(String name) {
        return words(withoutHomonymNumber(name.strip())).stream().sorted().collect(Collectors.joining("-"));
    }

    private static List<String> words(String name) {
        List<String> words = new ArrayList<>(4);
        for (String word : fold(name).split("-")) {
            if (!word.isEmpty()) {
                words.add(word.replace("ae", "a").replace("oe", "o").replace("ue", "u"));
            }
        }
        while (words.size() > 1 && SUFFIXES.contains(words.getLast())) {
            words.removeLast();
        }
        return words;
    }

    /** Whether two names may be one person's: the same family name, and given names or initials of which none contradicts another. */
    public static boolean areCompatible(String one, String other) {
        if (!family(one).equals(family(other))) {
            return allWords(one).equals(allWords(other));
        }
        List<String> ones = given(one);
        List<String> others = given(other);
        for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
            if (!ones.get(i).startsWith(others.get(i)) && !others.get(i).startsWith(ones.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> given(String name) {
        String plain = withoutHomonymNumber(name.strip());
        int comma = plain.indexOf(',');
        if (comma > 0) {
            return words(plain.substring(comma + 1));
        }
        List<String> words = words(plain);
        return words.isEmpty() ? words : words.subList(0, words.size() - 1);
    }
}
