package org.citestream.ranking.epoch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.jspecify.annotations.Nullable;

/** What the topics say of the ranking: the last score of each paper, the last epoch, and the end of each partition. */
public final class PublishedRanks {

    private final Map<Integer, Double> scores = new HashMap<>();
    private final long[] ends;
    private Map<String, List<Long>> inputs = Map.of();
    private long epoch;

    /**
     * @param partitions of {@code ranks}
     */
    public PublishedRanks(int partitions) {
        this.ends = new long[partitions];
    }

    /** Reads a record of {@code ranks}. */
    public void read(int partition, long offset, RankEvent event) {
        apply(List.of(event));
        reached(partition, offset);
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

    void reached(int partition, long offset) {
        ends[partition] = Math.max(ends[partition], offset + 1);
    }

    /** As it will stand with these events. */
    PublishedRanks with(List<RankEvent> events) {
        PublishedRanks next = new PublishedRanks(ends.length);
        next.scores.putAll(scores);
        next.epoch = epoch;
        next.inputs = inputs;
        System.arraycopy(ends, 0, next.ends, 0, ends.length);
        next.apply(events);
        return next;
    }

    private void apply(List<RankEvent> events) {
        for (RankEvent event : events) {
            Double score = event.score();
            if (score == null) {
                scores.remove(event.id());
            } else {
                scores.put(event.id(), score);
            }
        }
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

    /** Sum of the published scores, compensated. */
    double sum() {
        double sum = 0;
        double lost = 0;
        for (double score : scores.values()) {
            double term = score - lost;
            double next = sum + term;
            lost = (next - sum) - term;
            sum = next;
        }
        return sum;
    }

    int count() {
        return scores.size();
    }

    List<Long> ends() {
        return Arrays.stream(ends).boxed().toList();
    }
}
