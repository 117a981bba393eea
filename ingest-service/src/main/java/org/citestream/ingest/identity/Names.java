package org.citestream.ingest.identity;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.citestream.events.ContentHash;

/** Folded forms of titles and names, in which spellings of the same thing coincide. */
public final class Names {

    private static final Pattern HOMONYM_NUMBER = Pattern.compile(" \\d{4}$");

    private static final Set<String> SUFFIXES = Set.of("jr", "sr", "ii", "iii", "iv");

    private Names() {}

    /** Letters and digits only, in lower case and without diacritics; words parted by one hyphen. */
    public static String fold(String text) {
        String plain = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder folded = new StringBuilder(plain.length());
        boolean parted = false;
        for (int i = 0; i < plain.length(); ) {
            int character = plain.codePointAt(i);
            i += Character.charCount(character);
            if (isWord(character)) {
                if (parted && !folded.isEmpty()) {
                    folded.append('-');
                }
                parted = false;
                appendPlain(folded, Character.toLowerCase(character));
            } else if (!isMark(character)) {
                parted = true;
            }
        }
        return folded.toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(int character) {
        return switch (Character.getType(character)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    private static boolean isMark(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    /** Letters with strokes, which no normal form takes apart, become those without. */
    private static void appendPlain(StringBuilder folded, int lower) {
        switch (lower) {
            case 'ß' -> folded.append("ss");
            case 'ø' -> folded.append('o');
            case 'ł' -> folded.append('l');
            case 'đ', 'ð' -> folded.append('d');
            case 'ħ' -> folded.append('h');
            case 'ı' -> folded.append('i');
            case 'æ' -> folded.append("ae");
            case 'œ' -> folded.append("oe");
            case 'þ' -> folded.append("th");
            default -> folded.appendCodePoint(lower);
        }
    }

    /** A hash under which equal titles meet, whatever their case, diacritics and punctuation. */
    public static String titleHash(String title) {
        String folded = fold(title).replace("-", "");
        return ContentHash.of(folded.isEmpty() ? title.strip() : folded);
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
