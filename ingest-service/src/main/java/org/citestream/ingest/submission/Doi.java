package org.citestream.ingest.submission;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Digital object identifiers and their folded form: {@code 10.REGISTRANT/SUFFIX}, ASCII letters in lower case (DOI Handbook,
 * 2.4: names are compared without regard to the case of ASCII letters), without a prefix.
 */
public final class Doi {

    /** Longest folded DOI, in characters. */
    public static final int MAX_LENGTH = 500;

    private static final List<String> SCHEMES = List.of("https://", "http://");
    private static final List<String> HOSTS = List.of("doi.org/", "dx.doi.org/", "www.doi.org/", "doi.acm.org/");

    private static final List<String> LABELS = List.of("doi:", "info:doi/", "urn:doi:");

    /** How nearly all of them begin. */
    private static final String USUAL = "https://doi.org/";

    private Doi() {}

    /**
     * Folds a DOI in one of its spellings: bare, after {@code doi:}, {@code info:doi/} or {@code urn:doi:}, or as a link to a DOI resolver, in any case.
     *
     * @return empty where it is none
     */
    public static Optional<String> fold(String written) {
        String text = written.strip();
        for (String label : LABELS) {
            if (startsWith(text, label)) {
                text = text.substring(label.length()).strip();
                break;
            }
        }
        return startsWith(text, "http") || startsWith(text, "d") || startsWith(text, "w") ? inLink(text) : bare(text);
    }

    /**
     * The DOI in a link to a DOI resolver, whose path begins with {@code 10.}.
     *
     * @param url a link, with or without its scheme
     * @return empty where it is not such a link
     */
    public static Optional<String> inLink(String url) {
        if (url.startsWith(USUAL)) {
            return inPath(url.substring(USUAL.length()));
        }
        int host = 0;
        for (String scheme : SCHEMES) {
            if (startsWith(url, scheme)) {
                host = scheme.length();
            }
        }
        for (String resolver : HOSTS) {
            if (url.regionMatches(true, host, resolver, 0, resolver.length())) {
                return inPath(url.substring(host + resolver.length()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inPath(String pathAndQuery) {
        String path = pathOf(pathAndQuery);
        return path == null ? Optional.empty() : bare(path);
    }

    private static @Nullable String pathOf(String pathAndQuery) {
        int end = pathAndQuery.length();
        for (int i = 0; i < end; i++) {
            char c = pathAndQuery.charAt(i);
            if (c == '?' || c == '#') {
                end = i;
            }
        }
        String path = pathAndQuery.substring(0, end);
        if (path.indexOf('%') < 0) {
            return path;
        }
        try {
            // A plus sign is itself in a path; the decoder is made for queries.
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Optional<String> bare(String text) {
        int slash = text.indexOf('/');
        if (text.length() > MAX_LENGTH
                || slash < 0
                || slash == text.length() - 1
                || !isRegistrant(text, slash)
                || !Text.isPrintable(text, false)) {
            return Optional.empty();
        }
        String folded = lowerCase(text);
        if (Text.isVisibleAscii(folded)) {
            return Optional.of(folded);
        }
        folded = Normalizer.normalize(folded, Normalizer.Form.NFC);
        return folded.length() > MAX_LENGTH ? Optional.empty() : Optional.of(folded);
    }

    /** {@code 10.} and four to nine digits, then maybe subdivisions. */
    private static boolean isRegistrant(String text, int end) {
        if (!text.startsWith("10.")) {
            return false;
        }
        int digits = 0;
        boolean subdivided = false;
        for (int i = "10.".length(); i < end; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.' && digits >= (subdivided ? 1 : 4)) {
                subdivided = true;
                digits = 0;
            } else {
                return false;
            }
        }
        return subdivided ? digits >= 1 : digits >= 4 && digits <= 9;
    }

    private static String lowerCase(String text) {
        StringBuilder folded = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                if (folded == null) {
                    folded = new StringBuilder(text);
                }
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded == null ? text : folded.toString();
    }

    private static boolean startsWith(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
