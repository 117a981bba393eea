package org.citestream.ranking.epoch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.Topics;
import org.citestream.pagerank.ScoreConsumer;
import org.citestream.ranking.graph.RankedEpoch;
import org.jspecify.annotations.Nullable;

/**
 * What the topics say of the ranking: the last score of each paper, the last epoch, and up to where both topics were read. Number and sum
 * of the scores are kept as they change, so that an epoch costs its own scores and not all. One thread reads and publishes; any may freeze
 * it, to save it.
 */
public final class PublishedRanks {

    private final ScorePages scores;
    private final long[] ends;
    /** Up to where scores were seen, of which compaction may have taken the last. */
    private final long[] seen;

    private final long[] epochEnds;
    private Map<String, List<Long>> inputs;
    private Totals totals;
    private long epoch;
    private @Nullable RankedEpoch shown;

    /**
     * Nothing is published, as far as is known.
     *
     * @param partitions of {@code ranks}
     * @param epochPartitions of {@code rank-epochs}
     */
    public PublishedRanks(int partitions, int epochPartitions) {
        this(new SavedRanks(
                new ScorePages(), new long[partitions], new long[epochPartitions], Map.of(), new Totals(0, 0, 0), 0));
    }

    /** What was published when this was saved. */
    public PublishedRanks(SavedRanks saved) {
        this.scores = saved.scores().freeze();
        this.ends = saved.ends().clone();
        this.seen = saved.ends().clone();
        this.epochEnds = saved.epochEnds().clone();
        this.inputs = saved.inputs();
        this.totals = saved.totals();
        this.epoch = saved.epoch();
    }

    /**
     * How many papers have a score, and the sum of their scores.
     *
     * @param lost what rounding took from {@code sum} (Neumaier 1974)
     */
    public record Totals(int count, double sum, double lost) {

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
    public synchronized void read(int partition, long offset, RankEvent event) {
        shown = null;
        apply(event);
        ends[partition] = Math.max(ends[partition], offset + 1);
        seen[partition] = Math.max(seen[partition], offset + 1);
        epoch = Math.max(epoch, event.epoch());
    }

    /** Reads a record of {@code rank-epochs}. */
    public synchronized void read(int partition, long offset, RankEpoch event) {
        shown = null;
        epochEnds[partition] = Math.max(epochEnds[partition], offset + 1);
        epoch = Math.max(epoch, event.epoch());
        inputs = event.inputs();
        List<Long> known = event.ends();
        for (int each = 0; each < Math.min(ends.length, known.size()); each++) {
            ends[each] = Math.max(ends[each], known.get(each));
        }
    }

    /**
     * Takes an epoch that this instance has published: by these changes, the scores are those of {@code ranks}.
     *
     * @param changes gives the scores that changed, one a paper, {@link ScorePages#NONE} for one that has none any more
     */
    synchronized void published(
            Consumer<ScoreConsumer> changes, RankEpoch record, RankedEpoch ranks, int partition, long offset) {
        changes.accept((paper, score) -> {
            totals = totalsWith(totals, paper, score);
            scores.set(paper, score);
        });
        read(partition, offset, record);
        shown = ranks;
    }

    /** The scores are those of this ranking, without any being published; of none that is here, where it is null. */
    synchronized void show(@Nullable RankedEpoch ranks) {
        shown = ranks;
    }

    /** The published scores, and the ranking of which they are. */
    record Shown(RankedEpoch ranks, ScorePages scores) {}

    /** What this instance published last, or null where it has published nothing, or another instance has since. */
    synchronized @Nullable Shown shown() {
        return shown == null ? null : new Shown(shown, scores.freeze());
    }

    /** What the last epoch covers: of each topic, up to where. */
    synchronized Map<String, List<Long>> inputs() {
        return inputs;
    }

    /**
     * Where the last epoch covers more of a topic than there is, the topic was made anew or cut off: nobody can ever have read as far, so that
     * the next epoch follows on none; and where its scores go further than theirs, nobody would ever have read all that the next one says it has.
     *
     * @param held of each topic that is read, and of {@code ranks}: the next positions of its partitions
     * @return whether it is so
     */
    public synchronized boolean forgetWhatLiesBeyond(Map<String, List<Long>> held) {
        boolean scores = forgetScoresBeyond(held.getOrDefault(Topics.RANKS.name(), List.of()));
        return forgetInputsBeyond(held) || scores;
    }

    private boolean forgetScoresBeyond(List<Long> held) {
        boolean beyond = false;
        for (int partition = 0; partition < Math.min(ends.length, held.size()); partition++) {
            if (ends[partition] > held.get(partition)) {
                ends[partition] = Math.min(seen[partition], held.get(partition));
                beyond = true;
            }
        }
        return beyond;
    }

    private boolean forgetInputsBeyond(Map<String, List<Long>> held) {
        boolean beyond = inputs.entrySet().stream().anyMatch(topic -> {
            List<Long> there = held.getOrDefault(topic.getKey(), List.of());
            List<Long> covered = topic.getValue();
            return covered.size() > there.size()
                    || IntStream.range(0, covered.size())
                            .anyMatch(partition -> covered.get(partition) > there.get(partition));
        });
        if (beyond) {
            inputs = Map.of();
        }
        return beyond;
    }

    private void apply(RankEvent event) {
        totals = totalsWith(totals, event.id(), orNone(event));
        scores.set(event.id(), orNone(event));
    }

    Totals totals() {
        return totals;
    }

    /** Totals with the score of one paper more, in place of the one that is known of it. */
    Totals totalsWith(Totals before, int paper, double score) {
        double old = scores.get(paper);
        Totals without = old == ScorePages.NONE ? before : before.plus(-1, -old);
        return score == ScorePages.NONE ? without : without.plus(1, score);
    }

    private static double orNone(RankEvent event) {
        Double score = event.score();
        return score == null ? ScorePages.NONE : score;
    }

    /** All that is known of what is published, to be saved while more is published. */
    public synchronized SavedRanks freeze() {
        return new SavedRanks(scores.freeze(), ends.clone(), epochEnds.clone(), inputs, totals, epoch);
    }

    /** Up to where {@code ranks} was read: the next position of each partition. */
    public List<Long> positions() {
        return Arrays.stream(ends).boxed().toList();
    }

    /** Up to where {@code rank-epochs} was read: the next position of each partition. */
    public List<Long> epochPositions() {
        return Arrays.stream(epochEnds).boxed().toList();
    }

    /** Whether the last epoch covers exactly this, or there is nothing to cover. */
    boolean covers(Map<String, List<Long>> positions) {
        return inputs.equals(positions)
                || (epoch == 0
                        && positions.values().stream().flatMap(List::stream).allMatch(each -> each == 0));
    }

    /** Number of the last epoch; 0 before the first. */
    public long epoch() {
        return epoch;
    }

    /** The score of a paper, or {@link ScorePages#NONE}. */
    double score(int paper) {
        return scores.get(paper);
    }

    /** Gives each paper that has a published score. */
    void each(ScoreConsumer consumer) {
        scores.each(consumer);
    }

    long[] ends() {
        return ends.clone();
    }

    @Override
    public String toString() {
        return "PublishedRanks[epoch=%d, %s read up to %s]"
                .formatted(epoch, Topics.RANKS.name(), Arrays.toString(ends));
    }
}
