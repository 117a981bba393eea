package org.citestream.benchmarks.ranking;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.citestream.benchmarks.generated.Citations;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.ProcessorTime;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.pagerank.Epoch;
import org.citestream.pagerank.FullSolve;
import org.citestream.pagerank.IncrementalPageRank;
import org.jgrapht.Graph;
import org.jgrapht.alg.scoring.PageRank;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;
import org.jspecify.annotations.Nullable;

/**
 * The library alone, on {@link Citations}: at the collection's first size (15,000 papers) and at that of a large field (3.77 million), against
 * power iteration, JGraphT and the peers that are installed.
 */
public final class PageRankMeasurement implements Measurement {

    private static final int SMALL = 15_000;
    private static final int MIDDLE = 3_770_000;
    private static final int TEN_MILLION = 10_000_000;
    private static final int LARGE = 50_000_000;
    private static final double LARGE_REFERENCES = 10;
    private static final double FLOOR_ADDITIONS = 2e8;
    private static final int BATCH = 1000;

    /** From here on the chunks that nothing fills yet are little beside the rest. */
    private static final int A_MILLION = 1_000_000;

    private static final int ROUNDS = 5;

    /** Peers and floors take long, and other work on the machine may meet any one of them. */
    private static final int TURNS = 3;

    private static final double DAMPING = 0.85;
    private static final double BOUND = 1e-12;
    private static final double TIGHT = 1e-11;

    private final List<Row> rows = new ArrayList<>();
    private int[] cited = {};

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
        if (file != null) {
            measure(Citations.read(file), file.getFileName().toString());
            return List.copyOf(rows);
        }
        Citations small = Citations.generated(SMALL, 1);
        cited = small.room();
        full(small, "15k");
        jgrapht(small);
        batches(small, "15k");
        lookups(small, "15k", 1);
        peer(small, "15k", PageRankPeers.Peer.NETWORKX_POWER);
        measure(Citations.generated(MIDDLE, 1), "3.8M");
        rows.addAll(RankLookups.ofScores(TEN_MILLION, "10M", 5).measure());
        return List.copyOf(rows);
    }

    private void measure(Citations citations, String size) throws Exception {
        cited = citations.room();
        full(citations, size);
        peer(citations, size, PageRankPeers.Peer.IGRAPH_PRPACK);
        peer(citations, size, PageRankPeers.Peer.SCIPY_POWER);
        if (citations.papers() < MIDDLE) {
            batches(citations, size);
        }
        stream(citations, size);
        lookups(citations, size, 5);
    }

    /** The graph is generated as it is loaded: kept beside, it would take as much memory again. */
    @Override
    public List<Row> runLarge() {
        rows.clear();
        long before = usedMemory();
        IncrementalPageRank ranks = new IncrementalPageRank(DAMPING, TIGHT);
        for (int paper = 0; paper < LARGE; paper++) {
            ranks.addPaper(paper);
        }
        tell("%,d papers are there; their references follow".formatted(LARGE));
        Citations.generate(LARGE, LARGE_REFERENCES, 1, (paper, list, count) -> {
            ranks.setReferences(paper, list, count);
            if ((paper + 1) % (LARGE / 10) == 0) {
                tell("%,d of them have references, %,d citations".formatted(paper + 1, ranks.citations()));
            }
        });
        double bytes = usedMemory() - before;
        long citations = ranks.citations();
        rows.add(Row.of("pagerank 50M: citations", citations, "citations"));
        rows.add(memory("50M", bytes, LARGE, citations));
        Epoch epoch = ranks.publish();
        double one = solveToFloors(epoch, "50M", 1);
        double two = solveToFloors(epoch, "50M", 2);
        rows.add(Row.of("pagerank 50M: full solve, two threads to one", 1 / two, "solves/s", 1 / one));
        rows.add(Row.of("pagerank 50M: heap allowed", Runtime.getRuntime().maxMemory() / 1e9, "GB"));
        return List.copyOf(rows);
    }

    /**
     * A full solve, beside the floor of what its memory can do: a sweep adds to a place anywhere in the residuals for each citation. The
     * references are read in order beside that, four bytes each, which the floor of streaming bounds.
     *
     * @return its seconds
     */
    private double solveToFloors(Epoch epoch, String size, int threads) {
        FullSolve[] solved = new FullSolve[1];
        double seconds = Double.MAX_VALUE;
        for (int turn = 0; turn < (epoch.nodes() < LARGE ? TURNS : 1); turn++) {
            seconds = Math.min(seconds, seconds(() -> solved[0] = epoch.solveFully(BOUND, threads)));
            if (epoch.nodes() >= LARGE) {
                tell("solved by %d in %.1f s: %s".formatted(threads, seconds, solved[0]));
            }
        }
        String start = "pagerank %s: full solve, %d %s, ".formatted(size, threads, threads == 1 ? "thread" : "threads");
        rows.add(Row.of(start + "seconds", seconds, "s"));
        rows.add(Row.of(start + "sweeps", solved[0].sweeps(), "sweeps"));
        rows.add(new Row(
                start + "error bound",
                solved[0].errorBound(),
                "",
                null,
                null,
                "< " + BOUND,
                solved[0].errorBound() <= BOUND));
        double additions = solved[0].additions();
        rows.add(Row.of(start + "additions a citation", additions / epoch.citations(), "additions"));
        double floor = Math.min(epoch.citations(), FLOOR_ADDITIONS);
        rows.add(Row.of(
                start + "to random additions by one thread",
                additions / seconds,
                "additions/s",
                floor / MemoryFloors.randomAdditions(epoch.nodes(), (long) floor)));
        rows.add(Row.of(
                start + "to references streamed by one thread",
                additions / seconds,
                "additions/s",
                floor / MemoryFloors.streaming((long) floor)));
        return seconds;
    }

    /** Who measures at the largest size waits for minutes. */
    private static void tell(String progress) {
        System.err.printf("%tT %s%n", LocalTime.now(), progress);
    }

    private static Row memory(String size, double bytes, int papers, long citations) {
        double rest = (bytes - 4.5 * citations) / papers;
        return new Row(
                "pagerank " + size + ": memory a paper, beside 4.5 B a citation",
                rest,
                "B",
                null,
                null,
                papers < A_MILLION ? null : "≤ 32",
                papers < A_MILLION ? null : rest <= 32);
    }

    private IncrementalPageRank load(Citations citations) {
        IncrementalPageRank ranks = new IncrementalPageRank(DAMPING, TIGHT);
        for (int paper = 0; paper < citations.papers(); paper++) {
            ranks.addPaper(paper);
        }
        for (int paper = 0; paper < citations.papers(); paper++) {
            ranks.setReferences(paper, cited, citations.references(paper, cited));
        }
        return ranks;
    }

    private IncrementalPageRank memory(Citations citations, String size) {
        long before = usedMemory();
        IncrementalPageRank loaded = load(citations);
        double bytes = usedMemory() - before;
        rows.add(memory(size, bytes, citations.papers(), citations.citations()));
        return loaded;
    }

    private void full(Citations citations, String size) {
        Epoch epoch = memory(citations, size).publish();
        double[][] own = new double[3][ROUNDS];
        double[] processor = new double[3];
        Arrays.fill(processor, Double.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            for (int threads = 1; threads <= 2; threads++) {
                int number = threads;
                double before = ProcessorTime.seconds();
                own[threads][round] = seconds(() -> epoch.solveFully(BOUND, number));
                processor[threads] = Math.min(processor[threads], ProcessorTime.seconds() - before);
            }
        }
        Arrays.sort(own[1]);
        Arrays.sort(own[2]);
        double power = bestSeconds(citations.papers() < MIDDLE ? ROUNDS : TURNS, () -> powerIteration(citations));
        rows.add(Row.atLeast(
                "pagerank " + size + ": full solve, to power iteration",
                1 / own[1][0],
                "solves/s",
                1 / power,
                citations.papers() == MIDDLE ? 10 : 1));
        if (citations.papers() == MIDDLE) {
            rows.add(Row.atLeast(
                    "pagerank " + size + ": full solve, two threads to one",
                    1 / own[2][0],
                    "solves/s",
                    1 / own[1][0],
                    1.6));
            rows.add(Row.of(
                    "pagerank " + size + ": full solve, two threads to one, medians of five",
                    1 / own[2][ROUNDS / 2],
                    "solves/s",
                    1 / own[1][ROUNDS / 2]));
            // What two threads could reach where nothing else runs: the same work, and what sharing it adds.
            rows.add(Row.of(
                    "pagerank " + size + ": full solve, two threads to one, by processor time",
                    2 / processor[2],
                    "solves/s",
                    1 / processor[1]));
            solveToFloors(epoch, size, 1);
        }
    }

    private void peer(Citations citations, String size, PageRankPeers.Peer peer)
            throws IOException, InterruptedException {
        PageRankPeers.Found found;
        try {
            found = PageRankPeers.run(peer, citations);
        } catch (PageRankPeers.LeftOutException e) {
            rows.add(Row.skipped("pagerank " + size + ": " + peer, String.valueOf(e.getMessage())));
            return;
        }
        long before = usedMemory();
        IncrementalPageRank loaded = load(citations);
        Epoch epoch = loaded.publish();
        // A full solve by one thread has of each paper, beside the graph, its score, and what it received.
        double bytes = usedMemory() - before + 2.0 * Double.BYTES * citations.papers();
        Reference.reachabilityFence(loaded);
        double own = bestSeconds(TURNS, () -> epoch.solveFully(BOUND, 1));
        FullSolve solve = epoch.solveFully(BOUND, 1);
        double distance = 0;
        for (int paper = 0; paper < citations.papers(); paper++) {
            distance +=
                    Math.abs(solve.score(paper) / solve.sum() - found.ranks().get(paper));
        }
        rows.add(Row.atLeast(
                "pagerank " + size + ": full solve, to " + peer,
                1 / own,
                "solves/s",
                1 / found.seconds(),
                peer == PageRankPeers.Peer.IGRAPH_PRPACK ? 5 : 1));
        if (found.bytes() > 0) {
            rows.add(memoryToPeer(size, peer, bytes, found.bytes()));
        }
        rows.add(new Row(
                "pagerank " + size + ": L1 distance from " + peer,
                distance,
                "",
                null,
                null,
                "≤ 1e-9",
                distance <= 1e-9));
    }

    private static Row memoryToPeer(String size, PageRankPeers.Peer peer, double bytes, double ofPeer) {
        boolean isGoal = peer == PageRankPeers.Peer.IGRAPH_PRPACK;
        double share = bytes / ofPeer;
        return new Row(
                "pagerank " + size + ": memory of a full solve, to " + peer,
                bytes / (1 << 20),
                "MiB",
                ofPeer / (1 << 20),
                share,
                isGoal ? "ratio ≤ 0.33" : null,
                isGoal ? share <= 1 / 3.0 : null);
    }

    /** Papers as they arrive with their references, a thousand citations at a time, each time to the bound. */
    private void batches(Citations citations, String size) {
        double best = Double.MAX_VALUE;
        double processor = Double.MAX_VALUE;
        for (int round = 0; round < 6 * ROUNDS; round++) {
            double before = ProcessorTime.seconds();
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
            processor = Math.min(processor, ProcessorTime.seconds() - before);
        }
        String start = "pagerank " + size + ": batches of 1,000, each converged";
        rows.add(Row.atLeast(start, citations.citations() / best, "citations/s", 1e6, 1));
        rows.add(Row.of(start + ", by processor time", citations.citations() / processor, "citations/s"));
        exactRanks(citations, size);
    }

    /** After every batch: papers next to each other in a full solve, further apart than its error, that the ranks have the other way round. */
    private void exactRanks(Citations citations, String size) {
        IncrementalPageRank ranks = new IncrementalPageRank(DAMPING, 1e-9);
        for (int paper = 0; paper < citations.papers(); paper++) {
            ranks.addPaper(paper);
        }
        int waiting = 0;
        int wrong = 0;
        for (int paper = 0; paper < citations.papers(); paper++) {
            int count = citations.references(paper, cited);
            ranks.setReferences(paper, cited, count);
            waiting += count;
            if (waiting >= BATCH) {
                ranks.converge();
                waiting = 0;
                wrong += RankOrder.wrongNeighbours(ranks.publish());
            }
        }
        rows.add(new Row(
                "pagerank " + size + ": ranks out of order after every batch",
                wrong,
                "papers",
                null,
                null,
                "= 0",
                wrong == 0));
    }

    private void stream(Citations citations, String size) {
        PageRankStream.Outcome outcome = new PageRankStream(citations).run();
        String start = "pagerank " + size + ": stream, ";
        rows.add(Row.atLeast(
                start + "ten epochs to 1e-11", outcome.set() / outcome.seconds(), "citations/s", 150_000, 1));
        rows.add(Row.of(start + "by processor time", outcome.set() / outcome.processorSeconds(), "citations/s"));
        rows.add(new Row(
                start + "citations that were not set",
                citations.citations() - outcome.set(),
                "citations",
                null,
                null,
                "= 0",
                citations.citations() == outcome.set()));
        double p99 = outcome.micros(0.99);
        rows.add(new Row(start + "p99 a paper", p99, "µs", null, null, "< 50", p99 < 50));
        double bound = outcome.largestBound();
        rows.add(new Row(
                start + "largest certified error bound of an epoch", bound, "", null, null, "≤ 1e-11", bound <= 1e-11));
        rows.add(Row.of(
                start + "longest of a paper, to the collector's longest pause",
                outcome.micros(1),
                "µs",
                outcome.longestPauseMillis() * 1e3));
    }

    private void lookups(Citations citations, String size, double goalMicros) {
        IncrementalPageRank ranks = load(citations);
        ranks.converge(1e-6);
        rows.addAll(RankLookups.of(ranks.publish(), size, goalMicros).measure());
    }

    /** Plain power iteration with the dangling mass spread uniformly, to an L1 error of 1e-12. */
    private static double[] powerIteration(Citations citations) {
        int n = citations.papers();
        double[] rank = new double[n];
        double[] next = new double[n];
        Arrays.fill(rank, 1.0 / n);
        for (double change = 1; change > BOUND * (1 - DAMPING) / DAMPING; ) {
            Arrays.fill(next, 0);
            double dangling = 0;
            for (int paper = 0; paper < n; paper++) {
                int count = citations.count(paper);
                if (count == 0) {
                    dangling += rank[paper];
                    continue;
                }
                double share = rank[paper] / count;
                int[] list = citations.stretch(paper);
                int from = citations.offset(paper);
                for (int at = from; at < from + count; at++) {
                    next[list[at]] += share;
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

    private void jgrapht(Citations citations) {
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
        double peer =
                bestSeconds(ROUNDS, () -> new PageRank<>(graph, DAMPING, 500, 1e-9 / citations.papers()).getScores());
        Epoch epoch = load(citations).publish();
        rows.add(Row.of(
                "pagerank 15k: full solve, to JGraphT",
                1 / bestSeconds(ROUNDS, () -> epoch.solveFully(BOUND, 1)),
                "solves/s",
                1 / peer));
    }

    private static long usedMemory() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static double bestSeconds(int rounds, Supplier<Object> work) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            best = Math.min(best, seconds(work));
        }
        return best;
    }

    private static double seconds(Supplier<Object> work) {
        long start = System.nanoTime();
        if (work.get() == null) {
            throw new IllegalStateException("nothing was measured");
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
