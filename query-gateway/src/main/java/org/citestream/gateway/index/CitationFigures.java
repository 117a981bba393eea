package org.citestream.gateway.index;

import java.util.List;

/**
 * A paper among the live papers, in figures.
 *
 * @param citing how many cite it
 * @param nonSelf how many of those share no author with it
 * @param byYear the citing papers by their year, ascending, years without any left out
 * @param cited how many it cites
 * @param unresolved how many of the works it cites are not papers of the collection
 */
public record CitationFigures(int citing, int nonSelf, List<Year> byYear, int cited, int unresolved) {

    /** Of a paper that is not live. */
    public static final CitationFigures NONE = new CitationFigures(0, 0, List.of(), 0, 0);

    /**
     * The citing papers of a year.
     *
     * @param year their year
     * @param count how many they are
     * @param nonSelf how many of those share no author with the cited one
     */
    public record Year(int year, int count, int nonSelf) {}
}
