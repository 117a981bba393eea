package org.citestream.gateway.index;

import java.util.Comparator;
import java.util.List;
import org.citestream.gateway.index.CitationNeighbourhood.Edge;

/** An order of papers; where it leaves two equal, the rank decides, then the id. */
public enum PaperOrder {
    /** The best rank first; papers without a rank last. */
    RANK,
    /** The newest year first. */
    YEAR,
    /** The most cited first. */
    CITATIONS,
    /** The lowest id first. */
    ID;

    /** The papers in this order. */
    public List<Edge> sort(List<Edge> papers, Ranks ranks) {
        return papers.stream().sorted(comparator(ranks)).toList();
    }

    private Comparator<Edge> comparator(Ranks ranks) {
        Comparator<Edge> byRank =
                Comparator.<Edge>comparingInt(each -> ranks.order(each.id())).thenComparingInt(Edge::id);
        return switch (this) {
            case RANK -> byRank;
            case YEAR -> Comparator.comparingInt(Edge::year).reversed().thenComparing(byRank);
            case CITATIONS ->
                Comparator.comparingInt(Edge::citations).reversed().thenComparing(byRank);
            case ID -> Comparator.comparingInt(Edge::id);
        };
    }
}
