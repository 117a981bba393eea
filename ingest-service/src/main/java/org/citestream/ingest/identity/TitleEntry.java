package org.citestream.ingest.identity;

import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.jspecify.annotations.Nullable;

/**
 * A paper under its title, as one source record describes it.
 *
 * @param paper the paper
 * @param recordKey source and key of the record
 * @param source its source
 * @param venue or null where it does not say
 * @param year of the venue
 * @param family family name of the first author, folded, or null where there is none
 * @param doi or null
 */
public record TitleEntry(
        int paper,
        String recordKey,
        String source,
        @Nullable String venue,
        int year,
        @Nullable String family,
        @Nullable String doi) {

    static TitleEntry of(int paper, SubmittedPaper submission) {
        return new TitleEntry(
                paper,
                submission.recordKey(),
                submission.source(),
                submission.venue(),
                submission.year(),
                Names.familyOfFirst(submission),
                submission.doi());
    }

    /**
     * Whether a record under the same title is of this paper, as far as this entry tells: the year at most one off, the same
     * first author, no other venue, no other DOI, and not a second record of the same source.
     */
    boolean admits(TitleEntry other) {
        return Math.abs(year - other.year) <= 1
                && family != null
                && family.equals(other.family)
                && agrees(venue, other.venue)
                && agrees(doi, other.doi)
                && (recordKey.equals(other.recordKey) || !source.equals(other.source));
    }

    /** Whether a reference under the same title may mean this paper: the year at most one off, and the same first author. */
    public boolean isMeantBy(SubmittedReference reference) {
        Integer referenceYear = reference.year();
        String author = reference.author();
        return (referenceYear == null || Math.abs(year - referenceYear) <= 1)
                && (author == null || family == null || family.equals(Names.family(author)));
    }

    private static boolean agrees(@Nullable String one, @Nullable String other) {
        return one == null || other == null || one.equals(other);
    }
}
