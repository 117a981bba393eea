package org.citestream.benchmarks.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.pagerank.Epoch;
import org.citestream.pagerank.LiveRanks;
import org.citestream.pagerank.RankIndex;

/**
 * How long it takes to look up a rank. The clock is asked around eight lookups at a time, since asking it takes as long as one does: a p99 here is that of
 * means of eight lookups, one after another, of papers anywhere. A single one may take longer than its mean says. While scores move, eight of them move before
 * each eight lookups, outside of the clock, and leave their traces in the caches.
 */
final class RankLookups {

    private static final int LOOKUPS = 200_000;
    private static final int AT_A_TIME = 8;
    private static final int ROUNDS = 5;

    private final String size;
    private final double goalMicros;
    private final int papers;
    private final RankIndex index;
    private final LiveRanks live;

    private RankLookups(String size, double goalMicros, int papers, RankIndex index, LiveRanks live) {
        this.size = size;
        this.goalMicros = goalMicros;
        this.papers = papers;
        this.index = index;
        this.live = live;
    }

    /** Of an epoch, whose papers are all present. */
    static RankLookups of(Epoch epoch, String size, double goalMicros) {
        LiveRanks live = new LiveRanks();
        epoch.changedSince(null, live::set);
        return new RankLookups(size, goalMicros, epoch.nodes(), epoch.rankIndex(paper -> paper), live);
    }

    /** Of scores as citation graphs have them, without a graph: a third of the papers uncited, the rest falling as a power. */
    static RankLookups ofScores(int papers, String size, double goalMicros) {
        SplittableRandom random = new SplittableRandom(5);
        int[] ids = new int[papers];
        double[] scores = new double[papers];
        LiveRanks live = new LiveRanks();
        for (int paper = 0; paper < papers; paper++) {
            ids[paper] = paper;
            double uncitedToMost = Math.max(0, random.nextDouble() - 1 / 3.0) * 1.5;
            scores[paper] = 0.15 / Math.sqrt(1 - uncitedToMost * (1 - 1e-8));
            live.set(paper, scores[paper]);
        }
        return new RankLookups(size, goalMicros, papers, RankIndex.of(ids, scores, papers, 0), live);
    }

    List<Row> measure() {
        SplittableRandom random = new SplittableRandom(3);
        int[] ids = random.ints(LOOKUPS, 0, papers).toArray();
        int[] moved = random.ints(LOOKUPS, 0, papers).toArray();
        double ofIndex = p99(ids, _ -> {}, index::rank);
        double ofLive = p99(ids, at -> live.set(moved[at], random.nextDouble()), live::rank);
        double ofUpdate = p99(ids, _ -> {}, id -> {
            live.set(id, random.nextDouble());
            return id;
        });
        String start = "pagerank " + size + ": ";
        String end = ", p99 of means of eight";
        String goal = "< " + goalMicros;
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(start + "rank lookup" + end, ofIndex, "µs", null, null, goal, ofIndex < goalMicros));
        rows.add(new Row(
                start + "rank lookup while scores move" + end, ofLive, "µs", null, null, goal, ofLive < goalMicros));
        rows.add(Row.of(start + "score moved" + end, ofUpdate, "µs"));
        return rows;
    }

    /** @param between done as often as the operation, but between those that are timed */
    private static double p99(int[] ids, IntConsumer between, IntUnaryOperator operation) {
        long checksum = 0;
        double[] micros = new double[ids.length / AT_A_TIME];
        for (int round = 0; round < ROUNDS; round++) {
            for (int group = 0; group < micros.length; group++) {
                for (int i = group * AT_A_TIME; i < (group + 1) * AT_A_TIME; i++) {
                    between.accept(i);
                }
                long start = System.nanoTime();
                for (int i = group * AT_A_TIME; i < (group + 1) * AT_A_TIME; i++) {
                    checksum += operation.applyAsInt(ids[i]);
                }
                micros[group] = (System.nanoTime() - start) / 1e3 / AT_A_TIME;
            }
        }
        if (checksum == 42) {
            System.err.print("");
        }
        Arrays.sort(micros);
        return micros[(int) (micros.length * 0.99)];
    }
}
