package org.citestream.ingest.identity;

import org.jspecify.annotations.Nullable;

/**
 * Where a record meets others that may be of the same paper.
 *
 * @param entry a DOI, or a title
 * @param family the first author, where it is a title
 */
public record Meeting(String entry, @Nullable String family) {

    boolean includes(Entry.Member member) {
        return family == null || family.equals(member.family());
    }
}
