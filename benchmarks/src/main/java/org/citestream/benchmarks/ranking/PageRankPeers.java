package org.citestream.benchmarks.ranking;

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
import org.citestream.benchmarks.generated.Citations;

/**
 * PageRank by programs that others wrote, where this machine has them for Python 3: igraph (PRPACK), networkx, and power iteration on
 * a sparse matrix of SciPy. Each is given the edges in memory; reading them is not in its time.
 */
final class PageRankPeers {

    private static final String COMMON = """
            import sys, time, numpy
            n = int(sys.argv[2])
            edges = numpy.fromfile(sys.argv[1], dtype='>i4').reshape(-1, 2)

            def memory(field):
                with open('/proc/self/status') as status:
                    return next(int(line.split()[1]) * 1024 for line in status if line.startswith(field))

            def best(solve):
                with open('/proc/self/clear_refs', 'w') as peak:
                    peak.write('5')
                seconds = 1e9
                for turn in range(3):
                    begin = time.perf_counter()
                    found = solve()
                    seconds = min(seconds, time.perf_counter() - begin)
                return seconds, found

            """;

    private static final String END = """

            numpy.asarray(ranks, dtype='<f8').tofile(sys.argv[3])
            print(seconds, memory('VmHWM') - before)
            """;

    private static final String IGRAPH = COMMON + """
            import igraph
            before = memory('VmRSS')
            graph = igraph.Graph(n=n, edges=edges, directed=True)
            seconds, ranks = best(lambda: graph.pagerank(damping=0.85, implementation='prpack'))
            """ + END;

    private static final String NETWORKX = COMMON + """
            import networkx
            before = memory('VmRSS')
            graph = networkx.DiGraph()
            graph.add_nodes_from(range(n))
            graph.add_edges_from(edges.tolist())
            seconds, found = best(lambda: networkx.pagerank(graph, alpha=0.85, tol=1e-12 / n, max_iter=1000))
            ranks = [found[i] for i in range(n)]
            """ + END;

    private static final String SCIPY = COMMON + """
            import scipy.sparse
            before = memory('VmRSS')
            degree = numpy.bincount(edges[:, 0], minlength=n)
            matrix = scipy.sparse.csr_array(
                (0.85 / degree[edges[:, 0]], (edges[:, 1], edges[:, 0])), shape=(n, n))

            def solve():
                ranks = numpy.full(n, 1 / n)
                change = 1
                while change > 1.5e-13:
                    last = ranks
                    ranks = matrix @ last
                    ranks += (1 - ranks.sum()) / n
                    change = abs(ranks - last).sum()
                return ranks

            seconds, ranks = best(solve)
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
     * @param seconds of the solve, the best of three, without building the graph or the matrix; networkx makes its matrix in each
     * @param bytes of memory at its peak during these, above the interpreter and the edges that it was given
     * @param ranks the scores, which sum to 1
     */
    record Found(double seconds, double bytes, DoubleBuffer ranks) {}

    private PageRankPeers() {}

    /** A peer is not installed, or does not end well. */
    static final class LeftOutException extends Exception {

        private static final long serialVersionUID = 1L;

        LeftOutException(String why) {
            super(why);
        }
    }

    /** Runs a peer. */
    static Found run(Peer peer, Citations citations) throws IOException, InterruptedException, LeftOutException {
        String interpreter = interpreterWith(peer.module)
                .orElseThrow(() -> new LeftOutException("none of " + INTERPRETERS + " has numpy and " + peer.module));
        Path directory = Files.createTempDirectory("pagerank-peer");
        Path edges = directory.resolve("edges");
        Path ranks = directory.resolve("ranks");
        Path script = directory.resolve("script.py");
        Path said = directory.resolve("said");
        try {
            write(citations, edges);
            Files.writeString(script, peer.script);
            int code = new ProcessBuilder(
                            interpreter,
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
                throw new LeftOutException(last);
            }
            String[] figures = last.split(" ");
            return new Found(
                    Double.parseDouble(figures[0]),
                    Double.parseDouble(figures[1]),
                    ByteBuffer.wrap(Files.readAllBytes(ranks))
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asDoubleBuffer());
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
