package org.citestream.benchmarks.faults;

import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A paper as it has to be found.
 *
 * @param records keys of the records that it is made of
 * @param title the title
 * @param authors by name
 * @param year of its venue
 * @param doi or null
 * @param abstractText or null
 * @param cited the papers that it cites, each by the first of its records
 */
public record ExpectedPaper(
        SortedSet<String> records,
        String title,
        Set<String> authors,
        int year,
        @Nullable String doi,
        @Nullable String abstractText,
        SortedSet<String> cited) {

    /** By which others name it. */
    public String name() {
        return records.first();
    }

    /** Whether a citation between the two is a self-citation. */
    public boolean sharesAuthorWith(ExpectedPaper other) {
        return authors.stream().anyMatch(other.authors::contains);
    }
}
