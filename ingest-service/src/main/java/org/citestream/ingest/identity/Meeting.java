package org.citestream.ingest.identity;

import org.jspecify.annotations.Nullable;

/**
 * Where a record meets others that may be of the same paper.
 *
 * @param entry a DOI, a title, or a key
 * @param author the first author, where it is a title
 */
public record Meeting(String entry, @Nullable FirstAuthor author) {

    boolean includes(Entry.Member member) {
        FirstAuthor other = member.author();
        return author == null || (other != null && author.isMaybe(other));
    }
}
