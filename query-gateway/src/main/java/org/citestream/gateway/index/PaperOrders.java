package org.citestream.gateway.index;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.citestream.gateway.index.CitationNeighbourhood.Edge;

/** All live papers in each order, made when asked for and kept while nothing changes, or for a fifth of a second. */
public final class PaperOrders {

    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final CitationIndex citations;
    private final RankBook book;
    private final Map<PaperOrder, Ordered> kept = new EnumMap<>(PaperOrder.class);

    PaperOrders(CitationIndex citations, RankBook book) {
        this.citations = citations;
        this.book = book;
    }

    /** The live papers in an order. */
    public synchronized List<Edge> papers(PaperOrder order) {
        Ordered last = kept.get(order);
        long changes = citations.changes();
        Ranks ranks = book.ranks();
        if (last != null
                && ((last.changes == changes && last.epoch == ranks.number())
                        || System.nanoTime() - last.madeAt < KEPT_NANOS)) {
            return last.papers;
        }
        Ordered made =
                new Ordered(changes, ranks.number(), System.nanoTime(), order.sort(citations.livePapers(), ranks));
        kept.put(order, made);
        return made.papers;
    }

    private record Ordered(long changes, long epoch, long madeAt, List<Edge> papers) {}
}
