package org.citestream.ingest.identity;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.citestream.events.ContentHash;
import org.citestream.events.SubmittedPaper;
import org.jspecify.annotations.Nullable;

/** Folded forms of titles and names, in which spellings of the same thing coincide. */
public final class Names {

    private static final Pattern COMBINING = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern HOMONYM_NUMBER = Pattern.compile(" \\d{4}$");

    private Names() {}

    /** Letters and digits only, in lower case and without diacritics; words parted by one hyphen. */
    public static String fold(String text) {
        String plain = COMBINING
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("");
        String hyphened = NOT_WORD.matcher(plain.toLowerCase(Locale.ROOT).replace("ß", "ss"))
                .replaceAll("-");
        int from = hyphened.startsWith("-") ? 1 : 0;
        int to = hyphened.length() - (hyphened.length() > from && hyphened.endsWith("-") ? 1 : 0);
        return hyphened.substring(from, to);
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

    /** The family name in {@code Given Family} or {@code Family, Given}, folded. */
    public static String family(String name) {
        String plain = withoutHomonymNumber(name.strip());
        int comma = plain.indexOf(',');
        if (comma > 0) {
            return fold(plain.substring(0, comma));
        }
        String folded = fold(plain.substring(plain.lastIndexOf(' ') + 1));
        return folded.isEmpty() ? fold(plain) : folded;
    }

    static @Nullable String familyOfFirst(SubmittedPaper submission) {
        return submission.authors().isEmpty()
                ? null
                : family(submission.authors().getFirst().name());
    }
}
