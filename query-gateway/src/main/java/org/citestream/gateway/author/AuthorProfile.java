package org.citestream.gateway.author;

import java.util.List;
import org.citestream.gateway.index.NamedAuthor;
import org.citestream.gateway.view.PaperView;
import org.jspecify.annotations.Nullable;

/**
 * An author among the others.
 *
 * @param id their id
 * @param name as it is written
 * @param pagerank the sum of PageRank over their papers, a share of 1
 * @param rank by that sum, 1 is the best; authors of equal sums share it; null while nothing is ranked
 * @param authors how many authors have papers in the collection
 * @param coAuthors those with whom they wrote most papers, the most first, twenty at most
 * @param citations of all their papers together
 */
public record AuthorProfile(
        String id,
        String name,
        double pagerank,
        @Nullable Integer rank,
        int authors,
        List<NamedAuthor> coAuthors,
        PaperView.Citations citations) {}
