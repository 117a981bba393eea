package org.citestream.gateway.index;

import java.util.ArrayList;
import java.util.Arrays;
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

    static CitationFigures of(IndexedPaper paper, IndexedPapers papers) {
        // The year, and in the lowest bit whether it shares an author.
        int[] citing = new int[paper.citingCount()];
        int count = 0;
        for (int i = 0; i < citing.length; i++) {
            IndexedPaper other = papers.live(paper.citing(i));
            if (other != null) {
                citing[count++] = other.year << 1 | (other.citesItself(paper.id) ? 1 : 0);
            }
        }
        int cited = 0;
        for (int each : paper.cited) {
            cited += papers.isLive(each) ? 1 : 0;
        }
        Arrays.sort(citing, 0, count);
        int nonSelf = 0;
        List<Year> years = new ArrayList<>();
        for (int begin = 0, end = 0; begin < count; begin = end) {
            int self = 0;
            int year = citing[begin] >> 1;
            while (end < count && citing[end] >> 1 == year) {
                self += citing[end++] & 1;
            }
            years.add(new Year(year, end - begin, end - begin - self));
            nonSelf += end - begin - self;
        }
        return new CitationFigures(count, nonSelf, years, cited, paper.unresolved);
    }

    /**
     * The citing papers of a year.
     *
     * @param year their year
     * @param count how many they are
     * @param nonSelf how many of those share no author with the cited one
     */
    public record Year(int year, int count, int nonSelf) {}
}
