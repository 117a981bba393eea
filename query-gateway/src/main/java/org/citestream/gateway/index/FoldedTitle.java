package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.HashCommon;

/** A hash of the letters and digits of a title, which versions of a paper share. */
final class FoldedTitle {

    private FoldedTitle() {}

    /** 0 where the title has no letter and no digit. */
    static long of(String title) {
        long hash = 0;
        for (int i = 0; i < title.length(); ) {
            int each = title.codePointAt(i);
            i += Character.charCount(each);
            if (Character.isLetterOrDigit(each)) {
                hash = HashCommon.murmurHash3(hash * 31 + Character.toLowerCase(each) + 1);
            }
        }
        return hash;
    }
}
