package org.citestream.ingest.feed;

import java.util.List;
import java.util.regex.Pattern;

/** Names of people as libraries write them. */
public final class PersonName {

    private static final Pattern SUFFIX = Pattern.compile("(?i)(jr|sr|ii|iii|iv)\\.?");

    private PersonName() {}

    /** {@code Last, First}, {@code Last, Jr, First} or {@code Last, First, Jr} as {@code First Last Jr}; a name without a comma stays. */
    public static String inOrder(String written) {
        String[] parts = written.strip().split("\\s*,\\s*", 3);
        List<String> ordered = switch (parts.length) {
            case 2 -> List.of(parts[1], parts[0]);
            case 3 ->
                SUFFIX.matcher(parts[2]).matches()
                        ? List.of(parts[1], parts[0], parts[2])
                        : List.of(parts[2], parts[0], parts[1]);
            default -> List.of(written);
        };
        return String.join(" ", ordered).strip();
    }
}
