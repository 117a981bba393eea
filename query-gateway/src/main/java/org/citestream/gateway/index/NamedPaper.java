package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.HashCommon;
import org.jspecify.annotations.Nullable;

/**
 * What a list calls a paper, live or not.
 *
 * @param title its title
 * @param venue or null where no source says
 * @param year the year of the venue
 * @param folded a hash of the letters and digits of the title, which versions of a paper share; 0 where there are none
 */
public record NamedPaper(String title, @Nullable String venue, int year, long folded) {

    /** Whether another bears the same title, whatever its case and signs. */
    public boolean isCalledLike(@Nullable NamedPaper other) {
        return other != null && folded != 0 && folded == other.folded;
    }

    static long fold(String title) {
        long hash = 0;
        for (int i = 0; i < title.length(); ) {
            int each = title.codePointAt(i);
            i += Character.charCount(each);
            if (Character.isLetter(each) || isNumber(each)) {
                hash = HashCommon.murmurHash3(hash * 31 + Character.toLowerCase(each) + 1);
            }
        }
        return hash;
    }

    private static boolean isNumber(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }
}
