package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * A cited work as a source names it: by an identity key, or by what is known of it, or not at all (neither key nor title:
 * the source says only that there is one, maybe in a text that gives no title).
 *
 * @param key an identity key, {@code doi:…} or {@code SOURCE:…}, or null
 * @param title its title, or null
 * @param year its year, or null
 * @param author its first author, or null
 * @param text the entry of the bibliography, for reading, or null; nothing is resolved by it
 */
public record SubmittedReference(
        @Nullable String key,
        @Nullable String title,
        @Nullable Integer year,
        @Nullable String author,
        @Nullable String text) {

    /** A work of which there is no text. */
    public SubmittedReference(
            @Nullable String key, @Nullable String title, @Nullable Integer year, @Nullable String author) {
        this(key, title, year, author, null);
    }

    /** A work named by an identity key. */
    public static SubmittedReference toKey(String key) {
        return new SubmittedReference(key, null, null, null);
    }

    /** A work of which the source says only that it is cited. */
    public static SubmittedReference unnamed() {
        return new SubmittedReference(null, null, null, null);
    }

    /** Whether the source says only that there is one: what it says beyond that tells it from no other. */
    @JsonIgnore
    public boolean isUnnamed() {
        return key == null && title == null;
    }
}
