package org.citestream.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.citestream.pagerank.IncrementalPageRank;
import org.jgrapht.Graph;
import org.jgrapht.alg.scoring.PageRank;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;
import org.jspecify.annotations.Nullable;

/**
 * The library alone, on a generated graph of the collection's first size: a full solve against JGraphT's and against a warm-started
 * power iteration, and batches of papers as they arrive.
 */
final class PageRankMeasurement implements Measurement {

    private static final int PAPERS = 15_000;
    private static final int BATCH = 250;
    private static final int ROUNDS = 5;
    private static final double DAMPING = 0.85;

    @Override
    public String name() {
        return "pagerank";
    }

    @Override
    public String measures() {
        return "full solve and batches of arriving papers, against JGraphT and power iteration";
    }

    @Override
    public List<Row> run(@Nullable Path file) {
        List<GeneratedProceedings.Paper> papers = new GeneratedProceedings(PAPERS, 1).papers();
        int[][] cites = papers.stream()
                .map(paper -> paper.cites().stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        long citations =
                papers.stream().mapToLong(paper -> paper.cites().size()).sum();
        double incremental = Double.MAX_VALUE;
        double full = Double.MAX_VALUE;
        double power = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            IncrementalPageRank ranks = arriving(papers, cites);
            incremental = Math.min(incremental, seconds(start));
            start = System.nanoTime();
            ranks.publish().solveFully(1e-12, 1);
            full = Math.min(full, seconds(start));
            start = System.nanoTime();
            powerIteration(cites);
            power = Math.min(power, seconds(start));
        }
        double jgrapht = jgrapht(cites);
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("pagerank: full solve to 1e-12, to power iteration", 1 / full, "solves/s", 1 / power));
        rows.add(Row.of("pagerank: full solve to 1e-12, to JGraphT", 1 / full, "solves/s", 1 / jgrapht));
        rows.add(Row.of(
                "pagerank: batches of " + BATCH + " papers, each converged", citations / incremental, "citations/s"));
        return rows;
    }

    private static IncrementalPageRank arriving(List<GeneratedProceedings.Paper> papers, int[][] cites) {
        IncrementalPageRank ranks = new IncrementalPageRank();
        for (GeneratedProceedings.Paper paper : papers) {
            ranks.addPaper(paper.year());
        }
        for (int from = 0; from < cites.length; from += BATCH) {
            for (int paper = from; paper < Math.min(cites.length, from + BATCH); paper++) {
                ranks.setReferences(paper, cites[paper], cites[paper].length);
            }
            ranks.converge();
        }
        return ranks;
    }

    /** Plain power iteration with the dangling mass spread uniformly, to an L1 step of 1e-12. */
    private static double[] powerIteration(int[][] cites) {
        int n = cites.length;
        double[] rank = new double[n];
        java.util.Arrays.fill(rank, 1.0 / n);
        for (double change = 1; change > 1e-12; ) {
            double[] next = new double[n];
            double dangling = 0;
            for (int paper = 0; paper < n; paper++) {
                if (cites[paper].length == 0) {
                    dangling += rank[paper];
                }
                for (int cited : cites[paper]) {
                    next[cited] += rank[paper] / cites[paper].length;
                }
            }
            change = 0;
            for (int paper = 0; paper < n; paper++) {
                next[paper] = (1 - DAMPING) / n + DAMPING * (next[paper] + dangling / n);
                change += Math.abs(next[paper] - rank[paper]);
            }
            rank = next;
        }
        return rank;
    }

    private static double jgrapht(int[][] cites) {
        Graph<Integer, DefaultEdge> graph = new SimpleDirectedGraph<>(DefaultEdge.class);
        for (int paper = 0; paper < cites.length; paper++) {
            graph.addVertex(paper);
        }
        for (int paper = 0; paper < cites.length; paper++) {
            for (int cited : cites[paper]) {
                graph.addEdge(paper, cited);
            }
        }
        long start = System.nanoTime();
        new PageRank<>(graph, DAMPING, 500, 1e-9 / cites.length).getScores();
        return seconds(start);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
