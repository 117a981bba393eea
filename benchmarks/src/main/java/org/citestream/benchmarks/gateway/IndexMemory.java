package org.citestream.benchmarks.gateway;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.NeighbourIndex;
import org.citestream.gateway.index.RankBook;

/** The memory of the indexes that a gateway makes of the topics, each filled alone, by the heap that is in use with and without it. */
final class IndexMemory {

    private static final double MEGABYTE = 1024 * 1024;
    private static final int OF_PAPERS = 100_000;
    private static final int MOST_FOUND = 4_000;

    private final int papers;

    IndexMemory(int papers) {
        this.papers = papers;
    }

    /**
     * The rows.
     *
     * @param words bytes of the index of words, which tells its size itself
     */
    List<Row> rows(double words) {
        double graph = heapOf(this::graph);
        double ranks = heapOf(this::ranks);
        double vectors = heapOf(() -> vectors(false));
        double neighbours = (heapOf(() -> vectors(true)) - vectors) * papers / Math.min(papers, MOST_FOUND);
        List<Row> rows = new ArrayList<>();
        rows.add(row("words", words));
        rows.add(row("papers with titles, authors, keys and citations", graph));
        rows.add(row("ranks", ranks));
        rows.add(row("vectors of 384 components", vectors));
        rows.add(row("neighbours that are found ahead", neighbours));
        rows.add(row("all together", words + graph + ranks + vectors + neighbours));
        return rows;
    }

    private Row row(String of, double bytes) {
        return Row.of("api: memory, " + of, bytes / MEGABYTE * OF_PAPERS / papers, "MB/100,000");
    }

    private Object graph() {
        GeneratedViews views = new GeneratedViews(papers, new Random(1));
        CitationIndex index = new CitationIndex();
        for (int id = 1; id <= papers; id++) {
            index.apply(views.paper(id), id);
            index.apply(views.references(id), id);
        }
        return index;
    }

    private Object ranks() {
        Random random = new Random(1);
        RankBook book = new RankBook();
        List<RankEvent> scores = IntStream.rangeClosed(1, papers)
                .mapToObj(id -> new RankEvent(id, 1, 0.15 + random.nextDouble() / id))
                .toList();
        book.apply(scores, 0, papers - 1L);
        book.apply(List.of(
                new RankEpoch(1, papers, 0, papers * 0.2, 1e-12, Map.of(), List.of((long) papers), Instant.EPOCH)));
        if (book.ranks().rank(1) == null) {
            throw new IllegalStateException("The epoch is not shown");
        }
        return book;
    }

    private Object vectors(boolean withNeighbours) {
        GeneratedViews views = new GeneratedViews(papers, new Random(1));
        NeighbourIndex index = new NeighbourIndex();
        for (int id = 1; id <= papers; id++) {
            index.apply(views.embedding(id));
        }
        while (withNeighbours && index.found() < MOST_FOUND && index.findSome()) {
            // as many as tell what one takes
        }
        return index;
    }

    private static double heapOf(Supplier<Object> made) {
        long before = usedHeap();
        Object index = made.get();
        long with = usedHeap();
        Reference.reachabilityFence(index);
        return with - before;
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
