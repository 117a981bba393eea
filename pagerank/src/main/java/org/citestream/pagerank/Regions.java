package org.citestream.pagerank;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Papers cut into stretches of consecutive numbers that give about equally many citations, one a thread. */
final class Regions implements AutoCloseable {

    /** Walking over a paper costs about as much as this many of its citations. */
    private static final int COST_OF_A_PAPER = 2;

    private static final int SAMPLE_BITS = 16;

    private final int[] bounds;
    private final ExecutorService others;

    Regions(CitationLists lists, int count) {
        bounds = new int[count + 1];
        bounds[count] = lists.nodes();
        // Some of many tell about as much as all.
        int stride = Math.max(1, lists.nodes() >>> SAMPLE_BITS);
        long total = 0;
        for (int paper = 0; count > 1 && paper < lists.nodes(); paper += stride) {
            total += COST_OF_A_PAPER + ListEntry.giving(lists.entry(paper));
        }
        long sum = 0;
        int region = 1;
        for (int paper = 0; region < count && paper < lists.nodes(); paper += stride) {
            sum += COST_OF_A_PAPER + ListEntry.giving(lists.entry(paper));
            while (region < count && sum * count >= total * region) {
                bounds[region++] = paper + 1;
            }
        }
        others = Executors.newFixedThreadPool(
                Math.max(1, count - 1),
                Thread.ofPlatform().daemon().name("pagerank-", 1).factory());
    }

    int count() {
        return bounds.length - 1;
    }

    /** The first paper of a region. */
    int from(int region) {
        return bounds[region];
    }

    /** One after the last paper of a region. */
    int to(int region) {
        return bounds[region + 1];
    }

    /** What is done for each region. */
    @FunctionalInterface
    interface Work {
        void of(int region);
    }

    /** Does the work of all regions at once, and returns when all of it is done. */
    void each(Work work) {
        List<CompletableFuture<?>> running = new ArrayList<>();
        for (int region = 1; region < count(); region++) {
            int number = region;
            running.add(CompletableFuture.runAsync(() -> work.of(number), others));
        }
        work.of(0);
        running.forEach(CompletableFuture::join);
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
