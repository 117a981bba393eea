package org.citestream.benchmarks.ranking;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.citestream.benchmarks.generated.Citations;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.pagerank.IncrementalPageRank;
import org.jspecify.annotations.Nullable;

/**
 * What a paper costs that arrives with its references: the incremental algorithm, against power iteration over the whole graph that
 * begins at the last scores. Both go on until no residual is above the same bound, so that both are as near to the exact scores.
 */
public final class WarmStartMeasurement implements Measurement {

    private static final int PAPERS = 200_000;
    private static final int SINGLE = 500;
    private static final int RECOMPUTED = 10;
    private static final int BATCH = 1_000;
    private static final double DAMPING = 0.85;
    private static final double BOUND = 1e-9;

    private int[] cited = {};

    @Override
    public String name() {
        return "warm-start";
    }

    @Override
    public String measures() {
        return "ranking a new paper and a thousand, against power iteration from the last scores";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        Citations citations = file == null ? Citations.generated(PAPERS, 1) : Citations.read(file);
        cited = citations.room();
        int papers = citations.papers();
        List<Row> rows = new ArrayList<>();
        int known = papers - SINGLE - BATCH;
        IncrementalPageRank ranks = new IncrementalPageRank(DAMPING, BOUND);
        for (int paper = 0; paper < papers; paper++) {
            ranks.addPaper(paper);
        }
        add(ranks, citations, 0, known);
        ranks.converge();
        double[] scores = new double[papers];
        recompute(citations, known, scores);

        double incremental = seconds(() -> {
            for (int paper = known; paper < known + SINGLE; paper++) {
                add(ranks, citations, paper, paper + 1);
                ranks.converge();
            }
        });
        double recomputed = seconds(() -> {
            for (int paper = known; paper < known + RECOMPUTED; paper++) {
                recompute(citations, paper + 1, scores);
            }
        });
        rows.add(Row.atLeast(
                "warm-start: papers one by one, to recomputing from the last scores",
                SINGLE / incremental,
                "papers/s",
                RECOMPUTED / recomputed,
                10));

        recompute(citations, known + SINGLE, scores);
        double batch = seconds(() -> {
            add(ranks, citations, known + SINGLE, papers);
            ranks.converge();
        });
        double batchRecomputed = seconds(() -> recompute(citations, papers, scores));
        rows.add(Row.of(
                "warm-start: a thousand papers at once, to recomputing from the last scores",
                BATCH / batch,
                "papers/s",
                BATCH / batchRecomputed));

        double apart = 0;
        for (int paper = 0; paper < papers; paper++) {
            apart = Math.max(apart, Math.abs(ranks.score(paper) - scores[paper]) / scores[paper]);
        }
        double allowed = 2 * BOUND / (1 - DAMPING) / (1 - DAMPING);
        rows.add(new Row(
                "warm-start: scores of the two, largest relative distance",
                apart,
                "",
                null,
                null,
                "≤ %.1e".formatted(allowed),
                apart <= allowed));
        return rows;
    }

    private void add(IncrementalPageRank ranks, Citations citations, int from, int to) {
        for (int paper = from; paper < to; paper++) {
            ranks.setReferences(paper, cited, citations.references(paper, cited));
        }
    }

    /** Goes on from scores, with the references of the first papers, until no score changes by more than the bound. */
    private void recompute(Citations citations, int known, double[] scores) {
        double[] next = new double[scores.length];
        double largest;
        do {
            Arrays.fill(next, 0);
            for (int paper = 0; paper < known; paper++) {
                int count = citations.references(paper, cited);
                double share = DAMPING * scores[paper] / count;
                for (int i = 0; i < count; i++) {
                    next[cited[i]] += share;
                }
            }
            largest = 0;
            for (int paper = 0; paper < scores.length; paper++) {
                double score = next[paper] + (1 - DAMPING);
                largest = Math.max(largest, Math.abs(score - scores[paper]));
                scores[paper] = score;
            }
        } while (largest > BOUND);
    }

    private static double seconds(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }
}
