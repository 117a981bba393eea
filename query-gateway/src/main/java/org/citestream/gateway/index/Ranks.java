package org.citestream.gateway.index;

import java.util.List;
import org.citestream.events.RankEpoch;
import org.citestream.pagerank.RankIndex;
import org.jspecify.annotations.Nullable;

/** The ranks of all papers in one epoch; immutable. */
public final class Ranks {

    /** Before the first epoch. */
    public static final Ranks NONE = new Ranks(null, RankIndex.empty(), Reach.NONE);

    private final @Nullable RankEpoch epoch;
    private final RankIndex index;
    private final Reach reach;

    private Ranks(@Nullable RankEpoch epoch, RankIndex index, Reach reach) {
        this.epoch = epoch;
        this.index = index;
        this.reach = reach;
    }

    /** The ranks of an epoch. */
    public static Ranks of(RankEpoch epoch, RankIndex index) {
        return new Ranks(epoch, index, Reach.of(epoch.inputs()));
    }

    /** The epoch, or null before the first. */
    public @Nullable RankEpoch epoch() {
        return epoch;
    }

    /** Ranks and scores of its papers. */
    public RankIndex index() {
        return index;
    }

    /** The papers and references that the epoch includes. */
    public Reach reach() {
        return reach;
    }

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

    /** How many records of a topic were read beyond what the epoch includes. */
    public long behind(String topic, ReadPositions read) {
        List<Long> next = epoch == null ? List.of() : epoch.inputs().getOrDefault(topic, List.of());
        return read.beyond(next);
    }
}
