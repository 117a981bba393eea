package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.Hash;
import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.ints.Int2DoubleMap;
import it.unimi.dsi.fastutil.ints.Int2DoubleOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.pagerank.RankIndex;
import org.jspecify.annotations.Nullable;

/**
 * The scores as they are read, and the ranks of the last epoch that has been read whole.
 *
 * <p>Scores and epochs come from two topics at their own pace. A score waits until its epoch is known and all of that epoch's scores
 * have been read; then the ranks are made anew and swapped in by one reference, which readers take without waiting. Of epochs
 * that become whole together only the last is shown.
 */
public final class RankBook {

    private static final int MOST_SWAPS = 1_000;

    private final Int2DoubleOpenHashMap scores = new Int2DoubleOpenHashMap();
    private final Int2LongOpenHashMap scoreEpochs = new Int2LongOpenHashMap();
    private final Int2DoubleOpenHashMap scoresBefore = new Int2DoubleOpenHashMap();
    /** The epochs that were shown last, each with the one shown before. */
    private final Map<Long, Swap> swaps = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Swap> eldest) {
            return size() > MOST_SWAPS;
        }
    };

    private final List<RankEvent> waitingScores = new ArrayList<>();
    private final List<RankEpoch> waitingEpochs = new ArrayList<>();
    private final ReadPositions read = new ReadPositions();
    private final List<RecordListener> listeners;
    private volatile Ranks ranks = Ranks.NONE;

    RankBook(List<RecordListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** That tells nobody. */
    public RankBook() {
        this(List.of());
    }

    /** The ranks of the last whole epoch. */
    public Ranks ranks() {
        return ranks;
    }

    /** Memory that ranks and scores take, about; of each score the one before is kept, and the epoch that changed it. */
    public synchronized long bytes() {
        int slots = HashCommon.arraySize(scores.size(), Hash.DEFAULT_LOAD_FACTOR);
        return ranks.index().bytes() + (long) slots * (3 * Integer.BYTES + 2 * Double.BYTES + Long.BYTES);
    }

    /** The last change of a paper's score; nothing where it has none. */
    public synchronized Optional<RankMove> lastMove(int id) {
        if (!scores.containsKey(id)) {
            return Optional.empty();
        }
        long epoch = scoreEpochs.get(id);
        double before = scoresBefore.getOrDefault(id, Double.NaN);
        Swap swap = swaps.get(epoch);
        return Optional.of(new RankMove(
                epoch,
                Double.isNaN(before) ? null : before,
                scores.get(id),
                swap == null ? null : swap.now,
                swap == null ? null : swap.earlier));
    }

    /** The unnormalised score of a paper as it was shown before a move of another and after it; 0 where it had none. */
    public synchronized Shown shown(int id, RankEpoch earlier, RankEpoch now) {
        double after = scores.getOrDefault(id, 0);
        double before = scoresBefore.getOrDefault(id, Double.NaN);
        long epoch = scoreEpochs.getOrDefault(id, Long.MIN_VALUE);
        if (epoch <= earlier.epoch() || Double.isNaN(before)) {
            return new Shown(after, after);
        }
        return epoch <= now.epoch() ? new Shown(before, after) : new Shown(before, before);
    }

    /** The scores of a paper in two epochs. */
    public record Shown(double earlier, double now) {}

    /** Takes in scores, read up to {@code lastOffset} of a partition. */
    public synchronized void apply(List<RankEvent> events, int partition, long lastOffset) {
        waitingScores.addAll(events);
        read.reach(partition, lastOffset + 1);
        swapIfWhole();
    }

    /** Takes in epochs, each of which is shown once all of its scores are read, and of those that are whole at once the last. */
    public synchronized void apply(List<RankEpoch> epochs) {
        waitingEpochs.addAll(epochs);
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
        List<RankEvent> moved = new ArrayList<>();
        waitingScores.removeIf(each -> {
            boolean shown = each.epoch() <= epoch;
            if (shown && keep(each)) {
                moved.add(each);
            }
            return shown;
        });
        Ranks before = ranks;
        Ranks after = Ranks.of(newest, index());
        ranks = after;
        RankEpoch earlier = before.epoch();
        moved.stream()
                .mapToLong(RankEvent::epoch)
                .distinct()
                .forEach(of -> swaps.put(of, new Swap(after.epoch(), earlier)));
        listeners.forEach(each -> each.epoch(before, after, moved));
    }

    /** Tells whether it was news. Of several changes that are shown together, the first tells what was shown before. */
    private boolean keep(RankEvent event) {
        long last = scoreEpochs.getOrDefault(event.id(), Long.MIN_VALUE);
        if (event.epoch() < last) {
            return false;
        }
        if (event.epoch() > last && (ranks.epoch() == null || last <= ranks.number())) {
            scoresBefore.put(event.id(), scores.getOrDefault(event.id(), Double.NaN));
        }
        scoreEpochs.put(event.id(), event.epoch());
        Double score = event.score();
        if (score == null) {
            scores.remove(event.id());
        } else {
            scores.put(event.id(), score.doubleValue());
        }
        return event.epoch() > last;
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

    private record Swap(@Nullable RankEpoch now, @Nullable RankEpoch earlier) {}
}
