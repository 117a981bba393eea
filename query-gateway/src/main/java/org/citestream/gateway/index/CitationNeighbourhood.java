package org.citestream.gateway.index;

import java.util.ArrayList;
import java.util.List;

/**
 * A paper among the live papers, at one moment.
 *
 * @param citing the papers that cite it
 * @param cited the papers that it cites
 * @param unresolved how many of the works it cites are not papers of the collection
 */
public record CitationNeighbourhood(List<Edge> citing, List<Edge> cited, int unresolved) {

    static final CitationNeighbourhood NONE = new CitationNeighbourhood(List.of(), List.of(), 0);

    static CitationNeighbourhood of(IndexedPaper paper, IndexedPapers papers) {
        List<Edge> citing = new ArrayList<>();
        for (int each : paper.citing()) {
            IndexedPaper other = papers.live(each);
            if (other != null) {
                citing.add(new Edge(each, other.year, other.citations, other.citesItself(paper.id)));
            }
        }
        List<Edge> cited = new ArrayList<>();
        for (int each : paper.cited) {
            IndexedPaper other = papers.live(each);
            if (other != null) {
                cited.add(new Edge(each, other.year, other.citations, paper.citesItself(each)));
            }
        }
        return new CitationNeighbourhood(citing, cited, paper.unresolved);
    }

    /**
     * The paper at the other end.
     *
     * @param id its id
     * @param year its year
     * @param citations how many live papers cite it
     * @param self whether the two share an author
     */
    public record Edge(int id, int year, int citations, boolean self) {}
}
