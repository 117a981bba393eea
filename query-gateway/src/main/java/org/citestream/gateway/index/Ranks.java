package org.citestream.gateway.index;

import java.util.List;
import org.citestream.events.RankEpoch;
import org.citestream.pagerank.RankIndex;
import org.jspecify.annotations.Nullable;

/**
 * The ranks of all papers in one epoch; immutable.
 *
 * @param epoch the epoch, or null before the first
 * @param index ranks and scores of its papers
 */
public record Ranks(@Nullable RankEpoch epoch, RankIndex index) {

    static final Ranks NONE = new Ranks(null, RankIndex.empty());

    /** Number of the epoch, or a number below all others before the first. */
    public long number() {
        return epoch == null ? Long.MIN_VALUE : epoch.epoch();
    }

    /** The PageRank of a paper, a share of 1, or null where it is not ranked. */
    public @Nullable Double pageRank(int id) {
        return epoch == null || !index.contains(id) ? null : Double.valueOf(index.score(id) / epoch.scoreSum());
    }

    /** The rank of a paper, 1 being the best, or null where it is not ranked. */
    public @Nullable Integer rank(int id) {
        return index.contains(id) ? Integer.valueOf(index.rank(id)) : null;
    }

    /** The share of papers ranked below, in percent to two decimals, or null where the paper is not ranked. */
    public @Nullable Double percentile(int id) {
        return index.contains(id) ? Double.valueOf(Math.round(index.percentile(id) * 100) / 100.0) : null;
    }

    /** Where a paper stands in the order of ranks; those without a rank come last. */
    public int order(int id) {
        return index.contains(id) ? index.rank(id) : Integer.MAX_VALUE;
    }

    /** Whether the epoch includes the record at {@code offset} of a topic in the partition of a paper. */
    public boolean covers(String topic, int id, long offset) {
        return epoch != null && covers(epoch, topic, id, offset);
    }

    static boolean covers(RankEpoch epoch, String topic, int id, long offset) {
        List<Long> next = epoch.inputs().getOrDefault(topic, List.of());
        return !next.isEmpty() && offset < next.get(Math.floorMod(id, next.size()));
    }

    /** How many records of a topic were read beyond what the epoch includes. */
    public long behind(String topic, ReadPositions read) {
        List<Long> next = epoch == null ? List.of() : epoch.inputs().getOrDefault(topic, List.of());
        return read.beyond(next);
    }
}
