package org.citestream.ingest.submission;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** ORCID iDs: sixteen digits in groups of four, of which the last is a check digit (ISO 7064, MOD 11-2) and may be X. */
final class Orcid {

    private static final int DIGITS = 16;
    private static final List<String> PREFIXES =
            List.of("https://orcid.org/", "http://orcid.org/", "orcid.org/", "orcid:");

    private Orcid() {}

    /** The iD with its hyphens, from a link or bare; empty where it is none or its check digit is wrong. */
    static Optional<String> fold(String written) {
        String text = written.strip().toUpperCase(Locale.ROOT);
        for (String prefix : PREFIXES) {
            if (text.regionMatches(true, 0, prefix, 0, prefix.length())) {
                text = text.substring(prefix.length());
                break;
            }
        }
        String digits = text.replace("-", "");
        if (digits.length() != DIGITS || !(text.length() == DIGITS || isGrouped(text))) {
            return Optional.empty();
        }
        int total = 0;
        for (int i = 0; i < DIGITS - 1; i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return Optional.empty();
            }
            total = (total + (c - '0')) * 2 % 11;
        }
        int check = (12 - total % 11) % 11;
        if (digits.charAt(DIGITS - 1) != (check == 10 ? 'X' : (char) ('0' + check))) {
            return Optional.empty();
        }
        return Optional.of(digits.substring(0, 4) + "-" + digits.substring(4, 8) + "-" + digits.substring(8, 12) + "-"
                + digits.substring(12));
    }

    private static boolean isGrouped(String text) {
        return text.length() == DIGITS + 3 && text.charAt(4) == '-' && text.charAt(9) == '-' && text.charAt(14) == '-';
    }
}
