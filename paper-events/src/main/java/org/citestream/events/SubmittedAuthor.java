package org.citestream.events;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An author as a source names them.
 *
 * @param name as printed, with the source's homonym number where it has one ({@code Wei Wang 0001})
 * @param orcid sixteen digits in groups of four, the last may be X, or null
 */
public record SubmittedAuthor(String name, @Nullable String orcid) {

    public SubmittedAuthor {
        Objects.requireNonNull(name, "name");
    }
}
