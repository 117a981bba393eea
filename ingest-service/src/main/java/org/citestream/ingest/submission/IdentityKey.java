package org.citestream.ingest.submission;

import java.util.Optional;

/**
 * The keys by which a paper is known: {@code doi:} with a folded DOI, or {@code SOURCE:} with the key that the source gave
 * it. Equal papers may have several; equal keys mean one paper.
 */
public final class IdentityKey {

    private static final String DOI = "doi:";

    private IdentityKey() {}

    /**
     * Folds a key as written by a source: {@code doi:…} (a bare DOI or a link to a DOI resolver counts as one) or
     * {@code SOURCE:…}.
     *
     * @return empty where it is neither
     */
    public static Optional<String> fold(String written) {
        try {
            return Optional.of(read(written));
        } catch (RefusedValueException e) {
            return Optional.empty();
        }
    }

    /** The key of a folded DOI. */
    public static String ofDoi(String foldedDoi) {
        return DOI + foldedDoi;
    }

    /** The key of a source's own key. */
    public static String of(String source, String key) {
        return source + ":" + key;
    }

    /** Whether a folded key is that of a DOI. */
    public static boolean isDoi(String key) {
        return key.startsWith(DOI);
    }

    static String read(String written) throws RefusedValueException {
        int colon = written.indexOf(':');
        String before = colon < 0 ? written : written.substring(0, colon);
        if (before.equalsIgnoreCase("doi") || before.equalsIgnoreCase("http") || before.equalsIgnoreCase("https")) {
            return doi(written);
        }
        if (written.startsWith("10.") && before.indexOf('/') > 0) {
            return doi(written);
        }
        if (colon < 0) {
            throw notAKey(written);
        }
        try {
            return of(SubmissionRules.checkedSource(before), SubmissionRules.checkedKey(written.substring(colon + 1)));
        } catch (RefusedValueException e) {
            throw notAKey(written);
        }
    }

    private static String doi(String written) throws RefusedValueException {
        return ofDoi(Doi.fold(written)
                .orElseThrow(() -> new RefusedValueException(
                        "is " + Text.quoted(written) + ", a broken DOI: write doi:10.NNNN/SUFFIX")));
    }

    private static RefusedValueException notAKey(String written) {
        return new RefusedValueException("is " + Text.quoted(written)
                + ", which is no identity key: write doi:10.NNNN/SUFFIX or SOURCE:KEY (lower-case letters, digits and"
                + " hyphens, a colon, then up to 500 characters)");
    }
}
