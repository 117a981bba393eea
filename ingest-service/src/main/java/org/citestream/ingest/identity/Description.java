package org.citestream.ingest.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.citestream.events.SubmittedPaper;
import org.jspecify.annotations.Nullable;

/**
 * As much of what a source record says as tells which paper it is of.
 *
 * @param version offset of the submission
 * @param source the source
 * @param doi or null
 * @param title the title
 * @param author the first author, or null where there is none
 * @param sameAs keys of records that are of the same paper, as it states
 * @param venue or null where it does not say
 * @param year of the venue
 * @param member whether it makes a paper of the collection, and does not only enrich one
 * @param withdrawn whether the source has taken it back; then the rest is what it said before, without DOI and {@code sameAs}, and counts
 *     only for who succeeds it
 * @param left where it met others by what it said before, and does no more
 */
public record Description(
        long version,
        String source,
        @Nullable String doi,
        WorkTitle title,
        @Nullable FirstAuthor author,
        Set<String> sameAs,
        @Nullable String venue,
        int year,
        boolean member,
        boolean withdrawn,
        List<Meeting> left) {

    public Description {
        sameAs = sameAs == null ? Set.of() : Set.copyOf(sameAs);
        left = left == null ? List.of() : List.copyOf(left);
    }

    static Description of(SubmittedPaper paper, long version) {
        return new Description(
                version,
                paper.source(),
                paper.doi(),
                WorkTitle.of(paper.title()),
                FirstAuthor.of(paper),
                Set.copyOf(paper.sameAs()),
                paper.venue(),
                paper.year(),
                paper.isMember(),
                false,
                List.of());
    }

    static Description withdrawn(String source, long version) {
        return new Description(version, source, null, WorkTitle.NONE, null, Set.of(), null, 0, false, true, List.of());
    }

    /** Where it meets records of the same paper: under its DOI, under what it says to be, and under its title those with the same first author. */
    List<Meeting> meetings() {
        List<Meeting> meetings = new ArrayList<>(4);
        if (doi != null) {
            meetings.add(new Meeting(Entry.ofDoi(doi), null));
        }
        sameAs.forEach(key -> meetings.add(new Meeting(Entry.ofSame(key), null)));
        if (!withdrawn && author != null) {
            title.hashes().forEach(hash -> meetings.add(new Meeting(Entry.ofTitle(hash), author)));
        }
        return meetings;
    }

    /** The entries under which it is found. */
    List<String> entries() {
        if (withdrawn) {
            return List.of();
        }
        List<String> entries = new ArrayList<>(4);
        if (doi != null) {
            entries.add(Entry.ofDoi(doi));
        }
        sameAs.forEach(key -> entries.add(Entry.ofSame(key)));
        title.hashes().forEach(hash -> entries.add(Entry.ofTitle(hash)));
        return entries;
    }

    /**
     * What of a work a title and a first author name.
     *
     * @param name what those who are maybe of the same work have in common
     * @param tail the subtitle, where {@code name} is of the title without it
     */
    record Work(String name, String tail) {}

    /** Its title and its first author; empty where it names no author: then its title joins it to nothing. */
    List<Work> works() {
        if (withdrawn || author == null) {
            return List.of();
        }
        List<Work> works = new ArrayList<>(4);
        for (String hash : title.hashes()) {
            author.names().forEach(name -> works.add(new Work(hash + ":" + name, title.after(hash))));
        }
        return works;
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
        if (earlier.version == version || saysWhat(earlier) || (withdrawn && earlier.withdrawn)) {
            return (withdrawn ? earlier : this).at(version, earlier.left);
        }
        // A record that was withdrawn stays of the paper where it met others before.
        List<Meeting> gone = new ArrayList<>(earlier.withdrawn ? earlier.left : earlier.meetings());
        if (withdrawn) {
            return earlier.withdrawn(version, gone);
        }
        gone.removeAll(meetings());
        return at(version, gone);
    }

    private Description withdrawn(long asOf, List<Meeting> gone) {
        return new Description(asOf, source, null, title, author, Set.of(), venue, year, member, true, gone);
    }

    /**
     * Whether it is a record that its source gave a new key: both have title, first author, venue and year in common, and the earlier
     * one was taken back.
     */
    boolean succeeds(Description earlier) {
        return earlier.withdrawn
                && !withdrawn
                && !earlier.title.equals(WorkTitle.NONE)
                && source.equals(earlier.source)
                && member == earlier.member
                && title.equals(earlier.title)
                && author != null
                && author.equals(earlier.author)
                && Objects.equals(venue, earlier.venue)
                && year == earlier.year;
    }

    private Description at(long otherVersion, List<Meeting> otherLeft) {
        return new Description(
                otherVersion, source, doi, title, author, sameAs, venue, year, member, withdrawn, otherLeft);
    }
}
