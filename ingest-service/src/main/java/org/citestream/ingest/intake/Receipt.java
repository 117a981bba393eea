package org.citestream.ingest.intake;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Proof that a submission is in the log, and where. Its text form is opaque to those who get it.
 *
 * @param partition of {@code submissions}
 * @param version of the submission, which tells the place in the partition
 * @param recordKey key of the record
 */
public record Receipt(int partition, long version, String recordKey) {

    /** What the record key of a citation begins with. */
    static final String CITATION = "citation\t";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** The text form, safe in a URL. */
    public String text() {
        return BASE64.encodeToString((partition + " " + version + " " + recordKey).getBytes(StandardCharsets.UTF_8));
    }

    /** The receipt of a text form, or empty where the text is none. */
    public static Optional<Receipt> parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 3);
            if (parts.length < 3 || parts[2].isEmpty() || isCutCitation(parts[2])) {
                return Optional.empty();
            }
            int partition = Integer.parseInt(parts[0]);
            long version = Long.parseLong(parts[1]);
            return partition < 0 || version < 0
                    ? Optional.empty()
                    : Optional.of(new Receipt(partition, version, parts[2]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it says that it is a citation, and does not say of which papers. */
    private static boolean isCutCitation(String recordKey) {
        return recordKey.startsWith(CITATION) && recordKey.split("\t", 4).length < 4;
    }
}
