package org.citestream.ranking.epoch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the topics say of the ranking: the last score of each paper, the last epoch, and the end of each partition. Number and sum
 * of the scores are kept as they change, so that an epoch costs its own scores and not all.
 */
public final class PublishedRanks {

    private final Map<Integer, Double> scores = new HashMap<>();
    private final long[] ends;
    private Map<String, List<Long>> inputs = Map.of();
    private Totals totals = new Totals(0, 0, 0);
    private long epoch;

    /**
     * @param partitions of {@code ranks}
     */
    public PublishedRanks(int partitions) {
        this.ends = new long[partitions];
    }

    /**
     * How many papers have a score, and the sum of their scores.
     *
     * @param lost what rounding took from {@code sum} (Neumaier 1974)
     */
    record Totals(int count, double sum, double lost) {

        double exactSum() {
            return sum + lost;
        }

        private Totals plus(int more, double score) {
            double next = sum + score;
            double gone = Math.abs(sum) >= Math.abs(score) ? (sum - next) + score : (score - next) + sum;
            return new Totals(count + more, next, lost + gone);
        }
    }

    /** Reads a record of {@code ranks}. */
    public void read(int partition, long offset, RankEvent event) {
        apply(List.of(event));
        ends[partition] = Math.max(ends[partition], offset + 1);
        epoch = Math.max(epoch, event.epoch());
    }

    /** Reads a record of {@code rank-epochs}. */
    public void read(RankEpoch event) {
        epoch = Math.max(epoch, event.epoch());
        inputs = event.inputs();
        List<Long> known = event.ends();
        for (int partition = 0; partition < Math.min(ends.length, known.size()); partition++) {
            ends[partition] = Math.max(ends[partition], known.get(partition));
        }
    }

    /** Takes the scores of an epoch that is published. */
    void apply(List<RankEvent> events) {
        for (RankEvent event : events) {
            totals = totals(totals, event);
            Double score = event.score();
            if (score == null) {
                scores.remove(event.id());
            } else {
                scores.put(event.id(), score);
            }
        }
    }

    /** The totals as they will be with these scores, one a paper. */
    Totals totalsWith(List<RankEvent> events) {
        Totals next = totals;
        for (RankEvent event : events) {
            next = totals(next, event);
        }
        return next;
    }

    private Totals totals(Totals before, RankEvent event) {
        Double old = scores.get(event.id());
        Double score = event.score();
        Totals without = old == null ? before : before.plus(-1, -old);
        return score == null ? without : without.plus(1, score);
    }

    /** Whether the last epoch covers exactly this, or there is nothing to cover. */
    boolean covers(Map<String, List<Long>> positions) {
        return inputs.equals(positions)
                || (epoch == 0
                        && positions.values().stream().flatMap(List::stream).allMatch(each -> each == 0));
    }

    long epoch() {
        return epoch;
    }

    @Nullable
    Double score(int paper) {
        return scores.get(paper);
    }

    /** Papers that have a published score. */
    List<Integer> papers() {
        return new ArrayList<>(scores.keySet());
    }

    long[] ends() {
        return Arrays.copyOf(ends, ends.length);
    }
}
