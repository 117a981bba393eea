package org.citestream.benchmarks.faults;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A paper as the API shows it, moments aside.
 *
 * @param id its id
 * @param keys its identity keys
 * @param title its title
 * @param authors by name
 * @param year of its venue
 * @param venue or null
 * @param doi or null
 * @param abstractText or null
 * @param summary its text, or null
 * @param summaryStatus why there is none, or of what it is
 * @param pagerank a share of 1, or null
 * @param rank from 1, or null
 * @param citations how many cite it, as the view says
 * @param nonSelfCitations how many of these share no author, as the view says
 * @param citationsByYear the sum of the view's figures by year
 * @param references how many it cites, as the view says
 * @param citing who cites it, as the list says
 * @param cited whom it cites, as the list says
 * @param found the papers that are found by the word of its title that no other has
 * @param view all of its view but for moments and the score
 */
public record ShownPaper(
        int id,
        List<String> keys,
        String title,
        List<String> authors,
        int year,
        @Nullable String venue,
        @Nullable String doi,
        @Nullable String abstractText,
        @Nullable String summary,
        String summaryStatus,
        @Nullable Double pagerank,
        @Nullable Integer rank,
        int citations,
        int nonSelfCitations,
        int citationsByYear,
        int references,
        List<Edge> citing,
        List<Edge> cited,
        List<Integer> found,
        String view) {

    /** The same but for its score. */
    ShownPaper unscored() {
        return new ShownPaper(
                id,
                keys,
                title,
                authors,
                year,
                venue,
                doi,
                abstractText,
                summary,
                summaryStatus,
                null,
                rank,
                citations,
                nonSelfCitations,
                citationsByYear,
                references,
                citing,
                cited,
                found,
                view);
    }

    /**
     * An end of a citation.
     *
     * @param paper the paper at that end
     * @param self whether the two papers share an author
     */
    public record Edge(int paper, boolean self) {}
}
