package org.citestream.ingest.submission;

import java.text.Normalizer;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a submission may say, field by field. Each method takes a value as a source wrote it and returns it normalised, or
 * throws with the reason. An optional text that is blank counts as absent.
 */
public final class SubmissionRules {

    public static final int MAX_SOURCE = 40;
    public static final int MAX_KEY = 500;
    public static final int MAX_TITLE = 5_000;
    public static final int MAX_NAME = 500;
    public static final int MAX_VENUE = 200;
    public static final int MAX_ABSTRACT = 100_000;
    public static final int MAX_LICENCE = 200;
    public static final int MAX_URL = 2_000;
    public static final int MAX_AUTHORS = 10_000;
    /** Most characters in the names of all authors of a paper together. */
    public static final int MAX_NAMES = 500_000;

    public static final int MAX_REFERENCES = 100_000;
    /** Most keys of the same work in other sources. */
    public static final int MAX_SAME = 20;

    public static final int FIRST_YEAR = 1500;

    /** A year for which nobody needs to look at a clock. */
    private static final int LONG_PAST = 2020;

    /** Names that mean something else where an identity key or a registry key is written. */
    private static final Set<String> RESERVED = Set.of("doi", "title", "citation", "http", "https");

    private final InstantSource time;

    public SubmissionRules(InstantSource time) {
        this.time = time;
    }

    /** The name of a source: lower-case letters, digits, hyphens. */
    public String source(@Nullable String written) throws RefusedValueException {
        return checkedSource(present(written));
    }

    /** A source's own key of a paper. */
    public String key(@Nullable String written) throws RefusedValueException {
        return checkedKey(present(written));
    }

    /** A title; it may not be blank. */
    public String title(@Nullable String written) throws RefusedValueException {
        return required(written, MAX_TITLE);
    }

    /** The name of an author; it may not be blank. */
    public String name(@Nullable String written) throws RefusedValueException {
        return required(written, MAX_NAME);
    }

    /** A year, from 1500 to two years from now. */
    public int year(long written) throws RefusedValueException {
        if (written >= FIRST_YEAR && written <= LONG_PAST) {
            return (int) written;
        }
        int last = time.instant().atOffset(ZoneOffset.UTC).getYear() + 2;
        if (written < FIRST_YEAR || written > last) {
            throw new RefusedValueException("is " + written + ": allowed are " + FIRST_YEAR + " to " + last);
        }
        return (int) written;
    }

    /** A DOI, folded. */
    public @Nullable String doi(@Nullable String written) throws RefusedValueException {
        if (written == null || written.isBlank()) {
            return null;
        }
        return Doi.fold(written)
                .orElseThrow(() -> new RefusedValueException("is " + Text.quoted(written)
                        + ", a broken DOI: allowed is 10.NNNN/SUFFIX, alone or after https://doi.org/ or doi:"));
    }

    /** An ORCID iD with its hyphens. */
    public @Nullable String orcid(@Nullable String written) throws RefusedValueException {
        if (written == null || written.isBlank()) {
            return null;
        }
        return Orcid.fold(written)
                .orElseThrow(() -> new RefusedValueException("is " + Text.quoted(written)
                        + ", which is no ORCID iD: sixteen digits of which the last is a check digit, such as"
                        + " 0000-0002-1825-0097"));
    }

    public @Nullable String venue(@Nullable String written) throws RefusedValueException {
        return optional(written, MAX_VENUE);
    }

    public @Nullable String abstractText(@Nullable String written) throws RefusedValueException {
        return optional(written, MAX_ABSTRACT);
    }

    public @Nullable String licence(@Nullable String written) throws RefusedValueException {
        return optional(written, MAX_LICENCE);
    }

    /** A web address, http or https. */
    public @Nullable String url(@Nullable String written) throws RefusedValueException {
        if (written == null || written.isBlank()) {
            return null;
        }
        String url = written.strip();
        int host =
                url.regionMatches(true, 0, "https://", 0, 8) ? 8 : url.regionMatches(true, 0, "http://", 0, 7) ? 7 : -1;
        if (host < 0 || url.length() == host || url.charAt(host) == '/') {
            throw new RefusedValueException("is " + Text.quoted(url) + ": allowed are http and https addresses");
        }
        if (url.length() > MAX_URL) {
            throw Text.tooLong(MAX_URL);
        }
        if (!Text.isPrintable(url, false) || url.indexOf('<') >= 0 || url.indexOf('>') >= 0 || url.indexOf('"') >= 0) {
            throw new RefusedValueException(
                    "holds a character that no web address has: white space, a control character, "
                            + "an angle bracket or a quotation mark");
        }
        return url;
    }

    /** The title of a cited work, where the source tells it. */
    public @Nullable String citedTitle(@Nullable String written) throws RefusedValueException {
        return optional(written, MAX_TITLE);
    }

    /** The first author of a cited work, where the source tells it. */
    public @Nullable String citedAuthor(@Nullable String written) throws RefusedValueException {
        return optional(written, MAX_NAME);
    }

    /** The entry of the bibliography that names a cited work, where the source gives it. */
    public @Nullable String citedText(@Nullable String written) throws RefusedValueException {
        return optional(written, MAX_TITLE);
    }

    static String checkedSource(String source) throws RefusedValueException {
        boolean allowed = !source.isEmpty() && source.length() <= MAX_SOURCE;
        for (int i = 0; allowed && i < source.length(); i++) {
            char c = source.charAt(i);
            allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        }
        if (!allowed) {
            throw new RefusedValueException("is " + Text.quoted(source)
                    + ": allowed are 1 to 40 lower-case letters, digits and hyphens, such as dblp");
        }
        if (RESERVED.contains(source)) {
            throw new RefusedValueException("is " + Text.quoted(source) + ", a reserved name: choose another");
        }
        return source;
    }

    static String checkedKey(String written) throws RefusedValueException {
        if (written.isEmpty()) {
            throw new RefusedValueException("is empty: 1 to 500 characters are needed");
        }
        if (written.length() > MAX_KEY) {
            throw Text.tooLong(MAX_KEY);
        }
        if (Text.isVisibleAscii(written)) {
            return written;
        }
        if (!Text.isPrintable(written, true)) {
            throw new RefusedValueException(
                    "holds a control character or half of a surrogate pair: printable characters are allowed");
        }
        if (isSpace(written.charAt(0)) || isSpace(written.charAt(written.length() - 1))) {
            throw new RefusedValueException("begins or ends with white space, which a key may not");
        }
        String key = Normalizer.normalize(written, Normalizer.Form.NFC);
        if (key.length() > MAX_KEY) {
            throw Text.tooLong(MAX_KEY);
        }
        return key;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String present(@Nullable String written) throws RefusedValueException {
        if (written == null) {
            throw new RefusedValueException("is missing");
        }
        return written;
    }

    private static String required(@Nullable String written, int limit) throws RefusedValueException {
        String text = Text.normalise(present(written), limit);
        if (text.isEmpty()) {
            throw new RefusedValueException("is blank: at least one visible character is needed");
        }
        return text;
    }

    private static @Nullable String optional(@Nullable String written, int limit) throws RefusedValueException {
        String text = written == null ? "" : Text.normalise(written, limit);
        return text.isEmpty() ? null : text;
    }
}
