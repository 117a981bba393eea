package org.citestream.ingest.feed;

import java.util.List;

/** Names of people as libraries write them. */
public final class PersonName {

    private PersonName() {}

    /** {@code Last, First} or {@code Last, Jr, First} as {@code First Last Jr}; a name without a comma stays. */
    public static String inOrder(String written) {
        String[] parts = written.strip().split("\\s*,\\s*", 3);
        List<String> ordered = switch (parts.length) {
            case 2 -> List.of(parts[1], parts[0]);
            case 3 -> List.of(parts[2], parts[0], parts[1]);
            default -> List.of(written);
        };
        return String.join(" ", ordered).strip();
    }
}
