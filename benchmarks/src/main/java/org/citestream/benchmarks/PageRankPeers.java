package org.citestream.benchmarks;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * PageRank by programs that others wrote, where this machine has them for Python 3: igraph (PRPACK), networkx, and power iteration on
 * a sparse matrix of SciPy. Each is given the edges in memory; reading them is not in its time.
 */
final class PageRankPeers {

    private static final String COMMON = """
            import resource, sys, time, numpy
            n = int(sys.argv[2])
            edges = numpy.fromfile(sys.argv[1], dtype='>i4').reshape(-1, 2)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            """;

    private static final String END = """
            numpy.asarray(ranks, dtype='<f8').tofile(sys.argv[3])
            print(seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
            """;

    private static final String IGRAPH = COMMON + """
            import igraph
            graph = igraph.Graph(n=n, edges=edges, directed=True)
            seconds = 1e9
            for turn in range(3):
                begin = time.perf_counter()
                ranks = graph.pagerank(damping=0.85, implementation='prpack')
                seconds = min(seconds, time.perf_counter() - begin)
            """ + END;

    private static final String NETWORKX = COMMON + """
            import networkx
            graph = networkx.DiGraph()
            graph.add_nodes_from(range(n))
            graph.add_edges_from(edges.tolist())
            begin = time.perf_counter()
            found = networkx.pagerank(graph, alpha=0.85, tol=1e-12 / n, max_iter=1000)
            seconds = time.perf_counter() - begin
            ranks = [found[i] for i in range(n)]
            """ + END;

    private static final String SCIPY = COMMON + """
            import scipy.sparse
            begin = time.perf_counter()
            degree = numpy.bincount(edges[:, 0], minlength=n)
            matrix = scipy.sparse.csr_array(
                (0.85 / degree[edges[:, 0]], (edges[:, 1], edges[:, 0])), shape=(n, n))
            ranks = numpy.full(n, 1 / n)
            change = 1
            while change > 1.5e-13:
                last = ranks
                ranks = matrix @ last
                ranks += (1 - ranks.sum()) / n
                change = abs(ranks - last).sum()
            seconds = time.perf_counter() - begin
            """ + END;

    /** The first one on the path may be another than the system's, for which distributions install these libraries. */
    private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

    /** One of them. */
    enum Peer {
        IGRAPH_PRPACK("igraph", IGRAPH),
        NETWORKX_POWER("networkx", NETWORKX),
        SCIPY_POWER("scipy", SCIPY);

        private final String module;
        private final String script;

        Peer(String module, String script) {
            this.module = module;
            this.script = script;
        }
    }

    /**
     * What a peer found.
     *
     * @param seconds of the solve, without building the graph; of igraph the best of three
     * @param bytes of memory at its peak, above the interpreter and the edges that it was given
     * @param ranks the scores, which sum to 1
     */
    record Found(double seconds, double bytes, DoubleBuffer ranks) {}

    private PageRankPeers() {}

    /** Runs a peer; empty, with a line that says why, where it is not installed or does not end well. */
    static Optional<Found> run(Peer peer, Citations citations) throws IOException, InterruptedException {
        Optional<String> interpreter = interpreterWith(peer.module);
        if (interpreter.isEmpty()) {
            System.err.println(peer + " is left out: none of " + INTERPRETERS + " has numpy and " + peer.module);
            return Optional.empty();
        }
        Path directory = Files.createTempDirectory("pagerank-peer");
        Path edges = directory.resolve("edges");
        Path ranks = directory.resolve("ranks");
        Path script = directory.resolve("script.py");
        Path said = directory.resolve("said");
        try {
            write(citations, edges);
            Files.writeString(script, peer.script);
            int code = new ProcessBuilder(
                            interpreter.get(),
                            script.toString(),
                            edges.toString(),
                            Integer.toString(citations.papers()),
                            ranks.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start()
                    .waitFor();
            String last = Files.readString(said, StandardCharsets.UTF_8).strip();
            last = last.substring(last.lastIndexOf('\n') + 1);
            if (code != 0) {
                System.err.println(peer + " is left out: " + last);
                return Optional.empty();
            }
            String[] figures = last.split(" ");
            return Optional.of(new Found(
                    Double.parseDouble(figures[0]),
                    Double.parseDouble(figures[1]),
                    ByteBuffer.wrap(Files.readAllBytes(ranks))
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asDoubleBuffer()));
        } catch (IOException e) {
            System.err.println(peer + " is left out: " + e.getMessage());
            return Optional.empty();
        } finally {
            for (Path file : new Path[] {edges, ranks, script, said, directory}) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static Optional<String> interpreterWith(String module) throws InterruptedException {
        for (String interpreter : INTERPRETERS) {
            try {
                int code = new ProcessBuilder(interpreter, "-c", "import numpy, " + module)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
                if (code == 0) {
                    return Optional.of(interpreter);
                }
            } catch (IOException e) {
                System.err.println(interpreter + " cannot be run: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static void write(Citations citations, Path file) throws IOException {
        int[] cited = citations.room();
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (int paper = 0; paper < citations.papers(); paper++) {
                int count = citations.references(paper, cited);
                for (int i = 0; i < count; i++) {
                    out.writeInt(paper);
                    out.writeInt(cited[i]);
                }
            }
        }
    }
}
