package org.citestream.ingest.assembly;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose abstracts may be shown to people. Those of the other sources are for summaries and search only, unless they come with a licence
 * that lets anybody show them.
 *
 * @param notShown sources whose terms forbid it
 */
public record AbstractTerms(Set<String> notShown) {

    private static final List<String> OPEN = List.of("cc-by", "cc by", "ccby", "cc0", "public-domain", "public domain");
    private static final List<String> OPEN_ADDRESSES =
            List.of("creativecommons.org/licenses/by", "creativecommons.org/publicdomain");

    /** Not for commercial use. */
    private static final Pattern NOT_FOR_ALL = Pattern.compile("\\bnc\\b");

    public AbstractTerms {
        notShown = Set.copyOf(notShown);
    }

    /** Terms under which all is shown. */
    public static AbstractTerms showingAll() {
        return new AbstractTerms(Set.of());
    }

    boolean allow(String source, @Nullable String licence) {
        return !notShown.contains(source) || isOpen(licence);
    }

    private static boolean isOpen(@Nullable String licence) {
        if (licence == null) {
            return false;
        }
        String lower = licence.strip().toLowerCase(Locale.ROOT);
        return !NOT_FOR_ALL.matcher(lower).find()
                && (OPEN.stream().anyMatch(lower::startsWith)
                        || OPEN_ADDRESSES.stream().anyMatch(lower::contains));
    }
}
