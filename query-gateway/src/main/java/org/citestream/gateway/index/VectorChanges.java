package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The papers whose vectors came, changed or went, in the order in which they did, but for the first of many. Ids are not negative. */
final class VectorChanges {

    private static final int FEWEST = 1_000;

    /** Of each change the paper; of one that had a vector before, its complement. */
    private final IntArrayList changes = new IntArrayList();

    private long forgotten;

    /**
     * The last change, of which the first are forgotten where there are many.
     *
     * @param id of the paper
     * @param had whether it had a vector before
     * @param most how many changes anybody looks at one by one
     */
    synchronized void add(int id, boolean had, int most) {
        changes.add(had ? ~id : id);
        int half = changes.size() / 2;
        if (half > Math.max(FEWEST, most)) {
            changes.removeElements(0, half);
            forgotten += half;
        }
    }

    /** How many there were. */
    synchronized long count() {
        return forgotten + changes.size();
    }

    /** How many are remembered. */
    synchronized int remembered() {
        return changes.size();
    }

    /** The papers of all changes but so many, or null where some of those are forgotten, or are more than somebody looks at one by one. */
    synchronized int @Nullable [] after(long seen, int most) {
        if (seen < forgotten || count() - seen > most) {
            return null;
        }
        int[] papers = changes.subList((int) (seen - forgotten), changes.size()).toIntArray();
        for (int i = 0; i < papers.length; i++) {
            papers[i] = paper(papers[i]);
        }
        return papers;
    }

    /**
     * The changes that follow a place, or the first that is remembered, of so many papers at most.
     *
     * @param seen how many changes are not to be among them
     * @param papers how many at most
     */
    synchronized Slice next(long seen, int papers) {
        long from = Math.max(seen, forgotten);
        long to = from;
        Map<Integer, Boolean> had = new LinkedHashMap<>();
        while (had.size() < papers && to < count()) {
            int change = changes.getInt((int) (to - forgotten));
            had.merge(paper(change), change < 0, Boolean::logicalOr);
            to++;
        }
        return new Slice(from, to, count(), had);
    }

    private static int paper(int change) {
        return change < 0 ? ~change : change;
    }

    /**
     * Changes that follow each other.
     *
     * @param from how many there were before
     * @param to how many there were with them
     * @param count how many there were in all
     * @param had by paper whether any of its changes replaced a vector or took it away, so that others may be known to be like that
     */
    record Slice(long from, long to, long count, Map<Integer, Boolean> had) {}
}
