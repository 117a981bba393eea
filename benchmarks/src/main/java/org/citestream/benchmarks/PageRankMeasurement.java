package org.citestream.benchmarks;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.citestream.pagerank.Epoch;
import org.citestream.pagerank.FullSolve;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.pagerank.LiveRanks;
import org.citestream.pagerank.RankIndex;
import org.jgrapht.Graph;
import org.jgrapht.alg.scoring.PageRank;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;
import org.jspecify.annotations.Nullable;

/**
 * The library alone, on {@link GeneratedCitations}: at the collection's first size (15,000 papers) and at that of a large field (3.77 million), against
 * power iteration, JGraphT and the peers that are installed.
 */
final class PageRankMeasurement implements Measurement {

    private static final int SMALL = 15_000;
    private static final int MIDDLE = 3_770_000;
    private static final int LARGE = 50_000_000;
    private static final int BATCH = 1000;
    private static final int ROUNDS = 5;
    private static final int LOOKUPS = 200_000;
    private static final double DAMPING = 0.85;
    private static final double BOUND = 1e-12;
    private static final double LOOSE = 1e-2;
    private static final double TIGHT = 1e-11;

    private final List<Row> rows = new ArrayList<>();
    private final int[] cited = new int[64];

    @Override
    public String name() {
        return "pagerank";
    }

    @Override
    public String measures() {
        return "full solve, stream, batches, rank lookup, memory, against the peers that are installed";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        rows.clear();
        GeneratedCitations small = new GeneratedCitations(SMALL, 1);
        full(small, "15k");
        jgrapht(small);
        batches(small);
        lookups(small, "15k", 1);
        peer(small, "15k", PageRankPeers.Peer.NETWORKX_POWER);
        GeneratedCitations middle = new GeneratedCitations(MIDDLE, 1);
        full(middle, "3.8M");
        peer(middle, "3.8M", PageRankPeers.Peer.IGRAPH_PRPACK);
        peer(middle, "3.8M", PageRankPeers.Peer.SCIPY_POWER);
        stream(middle);
        lookups(middle, "3.8M", 5);
        return List.copyOf(rows);
    }

    @Override
    public List<Row> runLarge() {
        rows.clear();
        GeneratedCitations large = new GeneratedCitations(LARGE, 1);
        Loaded loaded = memory(large, "50M");
        Epoch epoch = loaded.ranks.publish();
        double solve = seconds(() -> epoch.solveFully(BOUND, 1));
        // A sweep is one addition to a place anywhere in the residuals for each citation, and no less.
        double floor = randomAdditions(large.papers(), large.citations());
        FullSolve solved = epoch.solveFully(BOUND, Runtime.getRuntime().availableProcessors());
        rows.add(Row.of("pagerank 50M: full solve to 1e-12", 1 / solve, "solves/s"));
        rows.add(Row.of(
                "pagerank 50M: citations a second, to random additions",
                large.citations() * solved.sweeps() / solve,
                "citations/s",
                large.citations() / floor));
        return List.copyOf(rows);
    }

    private record Loaded(IncrementalPageRank ranks, double seconds) {}

    private Loaded load(GeneratedCitations citations) {
        long start = System.nanoTime();
        IncrementalPageRank ranks = new IncrementalPageRank(DAMPING, TIGHT);
        for (int paper = 0; paper < citations.papers(); paper++) {
            ranks.addPaper(paper);
        }
        for (int paper = 0; paper < citations.papers(); paper++) {
            ranks.setReferences(paper, cited, citations.references(paper, cited));
        }
        return new Loaded(ranks, (System.nanoTime() - start) / 1e9);
    }

    private Loaded memory(GeneratedCitations citations, String size) {
        long before = usedMemory();
        Loaded loaded = load(citations);
        double bytes = usedMemory() - before;
        double list = 4.5 * citations.citations();
        rows.add(Row.of(
                "pagerank " + size + ": memory a paper, with 4.5 B a citation",
                (bytes - list) / citations.papers(),
                "B",
                32));
        return loaded;
    }

    private void full(GeneratedCitations citations, String size) {
        Epoch epoch = memory(citations, size).ranks.publish();
        double[] own = new double[3];
        Arrays.fill(own, Double.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            for (int threads = 1; threads <= 2; threads++) {
                int number = threads;
                own[threads] = Math.min(own[threads], seconds(() -> epoch.solveFully(BOUND, number)));
            }
        }
        double power = seconds(() -> powerIteration(citations));
        rows.add(Row.atLeast(
                "pagerank " + size + ": full solve, to power iteration",
                1 / own[1],
                "solves/s",
                1 / power,
                citations.papers() == MIDDLE ? 10 : 1));
        if (citations.papers() == MIDDLE) {
            rows.add(Row.atLeast(
                    "pagerank " + size + ": full solve, two threads to one", 1 / own[2], "solves/s", 1 / own[1], 1.6));
        }
    }

    private void peer(GeneratedCitations citations, String size, PageRankPeers.Peer peer)
            throws IOException, InterruptedException {
        Optional<PageRankPeers.Found> found = PageRankPeers.run(peer, citations);
        if (found.isEmpty()) {
            return;
        }
        long before = usedMemory();
        Loaded loaded = load(citations);
        Epoch epoch = loaded.ranks.publish();
        // A full solve has four numbers for each paper beside the graph: its score twice, what it received, and what
        // rounding lost.
        double bytes = usedMemory() - before + 32.0 * citations.papers();
        Reference.reachabilityFence(loaded);
        long start = System.nanoTime();
        FullSolve solve = epoch.solveFully(BOUND, 1);
        double own = (System.nanoTime() - start) / 1e9;
        double distance = 0;
        for (int paper = 0; paper < citations.papers(); paper++) {
            distance += Math.abs(
                    solve.score(paper) / solve.sum() - found.get().ranks().get(paper));
        }
        rows.add(Row.atLeast(
                "pagerank " + size + ": full solve, to " + peer,
                1 / own,
                "solves/s",
                1 / found.get().seconds(),
                peer == PageRankPeers.Peer.IGRAPH_PRPACK ? 5 : 1));
        double share = bytes / found.get().bytes();
        rows.add(new Row(
                "pagerank " + size + ": memory of a full solve, to " + peer,
                bytes / (1 << 20),
                "MiB",
                found.get().bytes() / (1 << 20),
                share,
                peer == PageRankPeers.Peer.IGRAPH_PRPACK ? "ratio ≤ 0.33" : null,
                peer == PageRankPeers.Peer.IGRAPH_PRPACK ? share <= 1 / 3.0 : null));
        rows.add(new Row(
                "pagerank " + size + ": L1 distance from " + peer,
                distance,
                "",
                null,
                null,
                "≤ 1e-9",
                distance <= 1e-9));
    }

    /** Papers as they arrive with their references, a thousand citations at a time, each time to the bound. */
    private void batches(GeneratedCitations citations) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 3 * ROUNDS; round++) {
            best = Math.min(best, seconds(() -> {
                IncrementalPageRank ranks = new IncrementalPageRank(DAMPING, 1e-9);
                for (int paper = 0; paper < citations.papers(); paper++) {
                    ranks.addPaper(paper);
                }
                int waiting = 0;
                for (int paper = 0; paper < citations.papers(); paper++) {
                    int count = citations.references(paper, cited);
                    ranks.setReferences(paper, cited, count);
                    waiting += count;
                    if (waiting >= BATCH) {
                        ranks.converge();
                        waiting = 0;
                    }
                }
                ranks.converge();
                return ranks;
            }));
        }
        rows.add(Row.atLeast(
                "pagerank 15k: batches of 1,000, each converged", citations.citations() / best, "citations/s", 1e6, 1));
    }

    /** Papers in order of publication, each converged loosely, and tightly at each of ten epochs. */
    private void stream(GeneratedCitations citations) {
        int papers = citations.papers();
        IncrementalPageRank ranks = new IncrementalPageRank(DAMPING, TIGHT);
        int[] nanos = new int[papers];
        long start = System.nanoTime();
        for (int paper = 0; paper < papers; paper++) {
            int count = citations.references(paper, cited);
            long begin = System.nanoTime();
            ranks.addPaper(paper);
            ranks.setReferences(paper, cited, known(count, paper));
            ranks.converge(LOOSE);
            nanos[paper] = (int) Math.min(Integer.MAX_VALUE, System.nanoTime() - begin);
            if ((paper + 1) % (papers / 10) == 0) {
                ranks.converge(TIGHT);
                ranks.publish();
            }
        }
        double took = (System.nanoTime() - start) / 1e9;
        Arrays.sort(nanos);
        rows.add(Row.atLeast(
                "pagerank 3.8M: stream, ten epochs to 1e-11", citations.citations() / took, "citations/s", 150_000, 1));
        double p99 = nanos[(int) (papers * 0.99)] / 1e3;
        rows.add(new Row("pagerank 3.8M: stream, p99 a paper", p99, "µs", null, null, "< 50", p99 < 50));
        double worst = nanos[papers - 1] / 1e3;
        rows.add(Row.of("pagerank 3.8M: stream, longest of a paper", worst, "µs"));
    }

    /** Keeps those of the references that are there already, the newer ones being not. */
    private int known(int count, int paper) {
        int known = 0;
        for (int i = 0; i < count; i++) {
            if (cited[i] < paper) {
                cited[known++] = cited[i];
            }
        }
        return known;
    }

    private void lookups(GeneratedCitations citations, String size, double goalMicros) {
        IncrementalPageRank ranks = load(citations).ranks;
        ranks.converge(1e-6);
        Epoch epoch = ranks.publish();
        RankIndex index = epoch.rankIndex(paper -> paper);
        LiveRanks live = new LiveRanks();
        epoch.changedSince(null, live::set);
        SplittableRandom random = new SplittableRandom(3);
        int[] ids = random.ints(LOOKUPS, 0, citations.papers()).toArray();
        double ofIndex = p99(ids, index::rank);
        double ofLive = p99(ids, live::rank);
        double ofUpdate = p99(ids, id -> {
            live.set(id, random.nextDouble());
            return id;
        });
        String start = "pagerank " + size + ": ";
        String goal = "< " + goalMicros;
        rows.add(new Row(start + "rank lookup, p99", ofIndex, "µs", null, null, goal, ofIndex < goalMicros));
        rows.add(new Row(
                start + "rank lookup while scores move, p99", ofLive, "µs", null, null, goal, ofLive < goalMicros));
        rows.add(Row.of(start + "score moved, p99", ofUpdate, "µs"));
    }

    /** In microseconds; the clock is asked around eight at a time, since asking it takes as long as a lookup. */
    private static double p99(int[] ids, IntUnaryOperator operation) {
        long checksum = 0;
        double[] micros = new double[ids.length / 8];
        for (int round = 0; round < ROUNDS; round++) {
            for (int group = 0; group < micros.length; group++) {
                long start = System.nanoTime();
                for (int i = group * 8; i < group * 8 + 8; i++) {
                    checksum += operation.applyAsInt(ids[i]);
                }
                micros[group] = (System.nanoTime() - start) / 8e3;
            }
        }
        if (checksum == 42) {
            System.err.print("");
        }
        Arrays.sort(micros);
        return micros[(int) (micros.length * 0.99)];
    }

    /** Plain power iteration with the dangling mass spread uniformly, to an L1 error of 1e-12. */
    private double[] powerIteration(GeneratedCitations citations) {
        int n = citations.papers();
        double[] rank = new double[n];
        double[] next = new double[n];
        Arrays.fill(rank, 1.0 / n);
        for (double change = 1; change > BOUND * (1 - DAMPING) / DAMPING; ) {
            Arrays.fill(next, 0);
            double dangling = 0;
            for (int paper = 0; paper < n; paper++) {
                int count = citations.references(paper, cited);
                if (count == 0) {
                    dangling += rank[paper];
                }
                double share = rank[paper] / count;
                for (int i = 0; i < count; i++) {
                    next[cited[i]] += share;
                }
            }
            change = 0;
            for (int paper = 0; paper < n; paper++) {
                next[paper] = (1 - DAMPING) / n + DAMPING * (next[paper] + dangling / n);
                change += Math.abs(next[paper] - rank[paper]);
            }
            double[] last = rank;
            rank = next;
            next = last;
        }
        return rank;
    }

    private void jgrapht(GeneratedCitations citations) {
        Graph<Integer, DefaultEdge> graph = new SimpleDirectedGraph<>(DefaultEdge.class);
        for (int paper = 0; paper < citations.papers(); paper++) {
            graph.addVertex(paper);
        }
        for (int paper = 0; paper < citations.papers(); paper++) {
            int count = citations.references(paper, cited);
            for (int i = 0; i < count; i++) {
                graph.addEdge(paper, cited[i]);
            }
        }
        double peer = seconds(() -> new PageRank<>(graph, DAMPING, 500, 1e-9 / citations.papers()).getScores());
        Epoch epoch = load(citations).ranks.publish();
        rows.add(Row.of(
                "pagerank 15k: full solve, to JGraphT",
                1 / seconds(() -> epoch.solveFully(BOUND, 1)),
                "solves/s",
                1 / peer));
    }

    /** Seconds that a sweep's additions to random places take by themselves. */
    private static double randomAdditions(int places, long additions) {
        double[] values = new double[places];
        SplittableRandom random = new SplittableRandom(9);
        int[] at = random.ints(1 << 20, 0, places).toArray();
        return seconds(() -> {
            int shift = 0;
            for (long left = additions; left > 0; left -= at.length) {
                // shifted, so that no round finds the last one's places in the cache
                shift = (shift + 7919 * 64) % places;
                for (int each : at) {
                    int place = each + shift;
                    values[place >= places ? place - places : place] += 1;
                }
            }
            return values;
        });
    }

    private static long usedMemory() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static double seconds(Supplier<Object> work) {
        long start = System.nanoTime();
        if (work.get() == null) {
            throw new IllegalStateException("nothing was measured");
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
