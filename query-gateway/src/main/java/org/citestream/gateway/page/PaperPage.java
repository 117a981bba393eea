package org.citestream.gateway.page;

import org.citestream.gateway.explain.RankExplanation;
import org.citestream.gateway.view.PaperList;
import org.citestream.gateway.view.PaperView;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a paper shows.
 *
 * @param address the whole of its readable address
 * @param paper the paper
 * @param chart incoming non-self citations over time
 * @param citing a page of the papers that cite it
 * @param citingPager the pages beside it
 * @param citingBeginning address of the first of these pages
 * @param cited a page of the papers that it cites
 * @param citedPager the pages beside it
 * @param citedBeginning address of the first of these pages
 * @param why what its rank is made of, or null while it is not ranked
 * @param ranks its rank over time, or null where it has not moved
 */
record PaperPage(
        String address,
        PaperView paper,
        CitationChart chart,
        PaperList citing,
        Pager citingPager,
        String citingBeginning,
        PaperList cited,
        Pager citedPager,
        String citedBeginning,
        @Nullable RankExplanation why,
        @Nullable RankChart ranks) {

    /** How many authors are seen at once; the others unfold. */
    static final int MOST_AUTHORS = 50;

    /** Whether what stands in place of the abstract was written for the sample, and is not the paper's. */
    static boolean isDescription(@Nullable String abstractSource) {
        return "sample".equals(abstractSource);
    }
}
