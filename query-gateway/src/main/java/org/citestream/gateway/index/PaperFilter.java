package org.citestream.gateway.index;

import org.jspecify.annotations.Nullable;

/**
 * Which papers are asked for; null stands for whichever.
 *
 * @param venue as the papers name it, in any case
 * @param yearFrom the first year
 * @param yearTo the last year
 * @param author the id of an author
 * @param hasSummary whether there is a summary
 * @param citedBy a paper that cites them, or one that became it
 * @param cites a paper that they cite, or one that became it
 */
public record PaperFilter(
        @Nullable String venue,
        @Nullable Integer yearFrom,
        @Nullable Integer yearTo,
        @Nullable String author,
        @Nullable Boolean hasSummary,
        @Nullable Integer citedBy,
        @Nullable Integer cites) {

    /** Lets all papers through. */
    public static final PaperFilter NONE = new PaperFilter(null, null, null, null, null, null, null);

    /** Whether it lets papers through whatever they say of themselves, as far as authors and citations let them. */
    boolean admitsAll() {
        return venue == null && yearFrom == null && yearTo == null && hasSummary == null;
    }

    boolean admits(int year, @Nullable String ofVenue, boolean summarized) {
        return (venue == null || venue.equalsIgnoreCase(ofVenue))
                && (yearFrom == null || year >= yearFrom)
                && (yearTo == null || year <= yearTo)
                && (hasSummary == null || hasSummary == summarized);
    }
}
