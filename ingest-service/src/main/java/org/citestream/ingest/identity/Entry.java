package org.citestream.ingest.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who was entered under a DOI or a title. A record stays entered when it says something else later, so whoever reads an entry
 * looks at what the record says now.
 *
 * @param members the records
 */
public record Entry(Set<Member> members) {

    public Entry {
        members = Set.copyOf(members);
    }

    /**
     * A record under a name.
     *
     * @param record its key
     * @param family family name of its first author, folded, or null where there is none
     */
    public record Member(String record, @Nullable String family) {}

    /** The entry of a DOI. */
    static String ofDoi(String doi) {
        return "doi:" + doi;
    }

    /** The entry of a title. */
    static String ofTitle(String hash) {
        return "title:" + hash;
    }
}
