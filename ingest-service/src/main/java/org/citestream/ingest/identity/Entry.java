package org.citestream.ingest.identity;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who was entered under a DOI, a title, or the key of another record. A record stays entered when it says something else later, so whoever reads an entry
 * looks at what the record says now.
 *
 * @param members the records
 */
public record Entry(Set<Member> members) {

    private static final String SAME = "same:";

    public Entry {
        members = Set.copyOf(members);
    }

    /**
     * A record under a name.
     *
     * @param record its key
     * @param author its first author, or null where there is none
     */
    public record Member(String record, @Nullable FirstAuthor author) {}

    /** The entry of a DOI. */
    static String ofDoi(String doi) {
        return "doi:" + doi;
    }

    /** The entry of a title. */
    static String ofTitle(String hash) {
        return "title:" + hash;
    }

    /** The entry of those that say to be of the same work as a record. */
    static String ofSame(String recordKey) {
        return SAME + recordKey;
    }

    /** The record whose entry it is, as {@link #ofSame} names it. */
    static Optional<String> recordOf(String name) {
        return name.startsWith(SAME) ? Optional.of(name.substring(SAME.length())) : Optional.empty();
    }
}
