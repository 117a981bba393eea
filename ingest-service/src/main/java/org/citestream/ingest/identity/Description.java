package org.citestream.ingest.identity;

import java.util.ArrayList;
import java.util.List;
import org.citestream.events.SubmittedPaper;
import org.jspecify.annotations.Nullable;

/**
 * As much of what a source record says as tells which paper it is of.
 *
 * @param version offset of the submission
 * @param source the source
 * @param doi or null
 * @param title hash of the normalised title
 * @param family family name of the first author, folded, or null where there is none
 * @param venue or null where it does not say
 * @param year of the venue
 * @param member whether it makes a paper of the collection, and does not only enrich one
 * @param withdrawn whether the source has taken it back; then the rest is empty
 * @param left where it met others by what it said before, and does no more
 */
public record Description(
        long version,
        String source,
        @Nullable String doi,
        String title,
        @Nullable String family,
        @Nullable String venue,
        int year,
        boolean member,
        boolean withdrawn,
        List<Meeting> left) {

    public Description {
        left = left == null ? List.of() : List.copyOf(left);
    }

    static Description of(SubmittedPaper paper, long version) {
        return new Description(
                version,
                paper.source(),
                paper.doi(),
                Names.titleHash(paper.title()),
                Names.familyOfFirst(paper),
                paper.venue(),
                paper.year(),
                paper.isMember(),
                false,
                List.of());
    }

    static Description withdrawn(String source, long version) {
        return new Description(version, source, null, "", null, null, 0, false, true, List.of());
    }

    /** Where it meets records of the same paper: under its DOI, and under its title those with the same first author. */
    List<Meeting> meetings() {
        List<Meeting> meetings = new ArrayList<>(2);
        if (doi != null) {
            meetings.add(new Meeting(Entry.ofDoi(doi), null));
        }
        if (work() != null) {
            meetings.add(new Meeting(Entry.ofTitle(title), family));
        }
        return meetings;
    }

    /** The entries under which it is found. */
    List<String> entries() {
        if (withdrawn) {
            return List.of();
        }
        return doi == null ? List.of(Entry.ofTitle(title)) : List.of(Entry.ofDoi(doi), Entry.ofTitle(title));
    }

    /** Title and first author, or null where it names no author: then its title joins it to nothing. */
    @Nullable
    String work() {
        return withdrawn || family == null ? null : title + ":" + family;
    }

    /** Whether it says the same as another of the same record, the version aside. */
    boolean saysWhat(Description other) {
        return at(0, List.of()).equals(other.at(0, List.of()));
    }

    /** The same after an earlier description of the same record. */
    Description after(@Nullable Description earlier) {
        if (earlier == null) {
            return this;
        }
        if (earlier.version == version || saysWhat(earlier)) {
            return at(version, earlier.left);
        }
        // A record that was withdrawn stays of the paper where it met others before.
        List<Meeting> gone = new ArrayList<>(earlier.withdrawn ? earlier.left : earlier.meetings());
        gone.removeAll(meetings());
        return at(version, gone);
    }

    private Description at(long otherVersion, List<Meeting> otherLeft) {
        return new Description(otherVersion, source, doi, title, family, venue, year, member, withdrawn, otherLeft);
    }
}
