package org.citestream.events;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An author of a merged paper.
 *
 * @param id stable across papers; two papers whose authors share an id are by the same person
 * @param name for reading, without a homonym number
 * @param orcid or null
 * @param alias the id that the name alone gives, under which the author may have been known before an ORCID iD was; null
 *     where that is the id
 */
public record Author(
        String id,
        String name,
        @Nullable String orcid,
        @Nullable String alias) {

    public Author {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
    }

    /** An author who is known by no other id. */
    public Author(String id, String name, @Nullable String orcid) {
        this(id, name, orcid, null);
    }
}
