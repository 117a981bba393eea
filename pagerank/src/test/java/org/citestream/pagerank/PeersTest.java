package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scores beside those of programs that others wrote; skipped, with a word of it, where Python 3 does not have them. */
class PeersTest {

    /** The first one on the path may be another than the system's, for which distributions install these libraries. */
    private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

    private static final int NOT_INSTALLED = 3;

    private static final int PAPERS = 3_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "igraph | igraph.Graph(n=n, edges=edges, directed=True).pagerank(damping=0.85, implementation='prpack')",
                "networkx | list(networkx.pagerank(graph(networkx.DiGraph()), tol=1e-15, max_iter=1000).values())"
            })
    void scoresAreThoseOfOthers(String peer, String call) throws IOException, InterruptedException {
        IncrementalPageRank pageRank = new IncrementalPageRank(0.85, 1e-13);
        Random random = new Random(4);
        List<String> edges = new ArrayList<>();
        for (int paper = 0; paper < PAPERS; paper++) {
            pageRank.addPaper(1950 + paper / 40);
        }
        for (int paper = 0; paper < PAPERS; paper++) {
            // One in twenty cites whatever there is, so that there are cycles; one in ten cites nothing.
            int among = random.nextInt(20) == 0 ? PAPERS : paper;
            int count = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(15);
            int citing = paper;
            int[] cited = random.ints(among == 0 ? 0 : count, 0, Math.max(among, 1))
                    .filter(each -> each != citing)
                    .distinct()
                    .toArray();
            pageRank.setReferences(paper, cited, cited.length);
            for (int each : cited) {
                edges.add(paper + " " + each);
            }
        }
        pageRank.converge();

        double[] theirs = run(peer, call, edges);

        assertThat(theirs).hasSize(PAPERS);
        assertThat(PageRanks.distance(PageRanks.normalised(pageRank), theirs)).isLessThan(1e-9);
    }

    private double[] run(String peer, String call, List<String> edges) throws IOException, InterruptedException {
        Path input = Files.write(directory.resolve("edges"), edges);
        Path output = directory.resolve("ranks");
        Path said = directory.resolve("said");
        String script = """
                import sys
                n = %d
                edges = [tuple(map(int, line.split())) for line in open(sys.argv[1])]
                def graph(empty):
                    empty.add_nodes_from(range(n))
                    empty.add_edges_from(edges)
                    return empty
                try:
                    import %s
                except ImportError:
                    sys.exit(%d)
                open(sys.argv[2], 'w').write('\\n'.join(map(repr, %s)))
                """.formatted(PAPERS, peer, NOT_INSTALLED, call);
        int code = NOT_INSTALLED;
        for (String python : INTERPRETERS) {
            if (code == NOT_INSTALLED) {
                code = run(List.of(python, "-c", script, input.toString(), output.toString()), said);
            }
        }
        if (code == NOT_INSTALLED) {
            System.err.println("PeersTest is skipped: Python 3 with " + peer + " is not installed");
        }
        assumeTrue(code != NOT_INSTALLED, peer + " is not installed");
        assertThat(code).as(Files.readString(said)).isZero();
        return Files.readAllLines(output).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static int run(List<String> command, Path said) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return NOT_INSTALLED;
        }
    }
}
