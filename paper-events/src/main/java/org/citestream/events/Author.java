package org.citestream.events;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An author of a merged paper.
 *
 * @param id stable across papers; two papers whose authors share an id are by the same person
 * @param name for reading, without a homonym number
 * @param orcid or null
 */
public record Author(String id, String name, @Nullable String orcid) {

    public Author {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
    }
}
