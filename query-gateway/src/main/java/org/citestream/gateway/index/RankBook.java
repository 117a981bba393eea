package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.Int2DoubleMap;
import it.unimi.dsi.fastutil.ints.Int2DoubleOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.pagerank.RankIndex;

/**
 * The scores as they are read, and the ranks of the last epoch that has been read whole.
 *
 * <p>Scores and epochs come from two topics at their own pace. A score waits until its epoch is known and all of that epoch's scores
 * have been read; then the ranks are made anew and swapped in by one reference, which readers take without waiting. Of epochs
 * that become whole together only the last is shown.
 */
public final class RankBook {

    private final Int2DoubleOpenHashMap scores = new Int2DoubleOpenHashMap();
    private final Int2LongOpenHashMap scoreEpochs = new Int2LongOpenHashMap();
    private final List<RankEvent> waitingScores = new ArrayList<>();
    private final List<RankEpoch> waitingEpochs = new ArrayList<>();
    private final ReadPositions read = new ReadPositions();
    private volatile Ranks ranks = Ranks.NONE;

    /** The ranks of the last whole epoch. */
    public Ranks ranks() {
        return ranks;
    }

    synchronized void apply(List<RankEvent> events, int partition, long lastOffset) {
        waitingScores.addAll(events);
        read.reach(partition, lastOffset + 1);
        swapIfWhole();
    }

    synchronized void apply(RankEpoch epoch) {
        waitingEpochs.add(epoch);
        swapIfWhole();
    }

    private void swapIfWhole() {
        RankEpoch newest = null;
        for (RankEpoch each : waitingEpochs) {
            if (read.hasReached(each.ends()) && (newest == null || each.epoch() > newest.epoch())) {
                newest = each;
            }
        }
        if (newest == null || newest.epoch() <= ranks.number()) {
            return;
        }
        long epoch = newest.epoch();
        waitingEpochs.removeIf(each -> each.epoch() <= epoch);
        waitingScores.removeIf(each -> each.epoch() <= epoch && keep(each));
        ranks = new Ranks(newest, index());
    }

    private boolean keep(RankEvent event) {
        if (event.epoch() >= scoreEpochs.getOrDefault(event.id(), Long.MIN_VALUE)) {
            scoreEpochs.put(event.id(), event.epoch());
            Double score = event.score();
            if (score == null) {
                scores.remove(event.id());
            } else {
                scores.put(event.id(), score.doubleValue());
            }
        }
        return true;
    }

    private RankIndex index() {
        int[] ids = new int[scores.size()];
        double[] values = new double[ids.length];
        int next = 0;
        for (Int2DoubleMap.Entry each : scores.int2DoubleEntrySet()) {
            ids[next] = each.getIntKey();
            values[next++] = each.getDoubleValue();
        }
        return RankIndex.of(ids, values, next, 0);
    }
}
