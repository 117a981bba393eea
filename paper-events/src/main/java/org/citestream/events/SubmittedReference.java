package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * A cited work as a source names it: by an identity key, or by what is known of it, or not at all (all components null:
 * the source says only that there is one).
 *
 * @param key an identity key, {@code doi:…} or {@code SOURCE:…}, or null
 * @param title its title, or null
 * @param year its year, or null
 * @param author its first author, or null
 */
public record SubmittedReference(
        @Nullable String key,
        @Nullable String title,
        @Nullable Integer year,
        @Nullable String author) {

    /** A work named by an identity key. */
    public static SubmittedReference toKey(String key) {
        return new SubmittedReference(key, null, null, null);
    }

    /** A work of which the source says only that it is cited. */
    public static SubmittedReference unnamed() {
        return new SubmittedReference(null, null, null, null);
    }

    /** Whether the source says only that there is one. */
    @JsonIgnore
    public boolean isUnnamed() {
        return key == null && title == null;
    }
}
