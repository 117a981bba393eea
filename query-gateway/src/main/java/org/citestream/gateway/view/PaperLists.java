package org.citestream.gateway.view;

import java.util.List;
import java.util.Map;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.CitationNeighbourhood.Edge;
import org.citestream.gateway.index.PaperOrder;
import org.citestream.gateway.index.PaperOrders;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.projection.ListedPaper;
import org.citestream.gateway.projection.ViewDocuments;
import org.springframework.stereotype.Service;

/** Lists of papers, from the indexes alone. */
@Service
public class PaperLists {

    private final CitationIndex citations;
    private final RankBook book;
    private final PaperOrders orders;
    private final ViewDocuments documents;

    PaperLists(CitationIndex citations, RankBook book, PaperOrders orders, ViewDocuments documents) {
        this.citations = citations;
        this.book = book;
        this.orders = orders;
        this.documents = documents;
    }

    /** All live papers. */
    public PaperList papers(PaperOrder order, PageRequest page) {
        return list(orders.papers(order), page, false);
    }

    /** The live papers that cite a paper. */
    public PaperList citing(int id, PaperOrder order, PageRequest page) {
        return list(order.sort(citations.neighbourhood(id).citing(), book.ranks()), page, true);
    }

    /** The live papers that a paper cites. */
    public PaperList cited(int id, PaperOrder order, PageRequest page) {
        return list(order.sort(citations.neighbourhood(id).cited(), book.ranks()), page, true);
    }

    /** The live papers of an author. */
    public PaperList of(String authorId, PaperOrder order, PageRequest page) {
        return list(order.sort(citations.papersOf(authorId), book.ranks()), page, false);
    }

    private PaperList list(List<Edge> all, PageRequest page, boolean ofCitations) {
        List<Edge> shown = page.of(all);
        Ranks ranks = book.ranks();
        Map<Integer, ListedPaper> listed =
                documents.list(shown.stream().map(Edge::id).toList());
        List<PaperList.Item> items = shown.stream()
                .map(each -> {
                    ListedPaper paper = listed.get(each.id());
                    return new PaperList.Item(
                            each.id(),
                            ranks.rank(each.id()),
                            paper == null ? null : paper.title(),
                            each.year(),
                            paper == null ? null : paper.venue(),
                            ranks.pageRank(each.id()),
                            ofCitations ? each.self() : null);
                })
                .toList();
        return new PaperList(all.size(), page.page(), page.size(), items);
    }
}
