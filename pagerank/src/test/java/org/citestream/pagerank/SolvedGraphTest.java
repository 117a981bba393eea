package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.citestream.pagerank.SolvedGraph.Paper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolvedGraphTest {

    private static final Paper OLD = paper(1990, 0.3954375);
    private static final Paper WITHDRAWN = new Paper(1991, true, new int[] {0}, new int[0], 0);

    @TempDir
    Path directory;

    @Test
    void isGoneOnFromAsIfItHadBeenSolvedHere() throws IOException {
        Path file = directory.resolve("solved");
        // The first score is right, the others are rough: 3 cites 0 and 2, 2 cites 0, and 1 is withdrawn.
        saved(
                file,
                OLD,
                WITHDRAWN,
                new Paper(1992, false, new int[] {0}, new int[] {1}, 0.2),
                new Paper(1992, false, new int[] {0, 2}, new int[0], 0.1));

        IncrementalPageRank loaded = IncrementalPageRank.load(file, _ -> {});
        loaded.converge();

        IncrementalPageRank own = new IncrementalPageRank(0.85, 1e-12);
        for (int year : new int[] {1990, 1991, 1992, 1992}) {
            own.addPaper(year);
        }
        own.setReferences(1, new int[] {0}, 1);
        own.setReferences(2, new int[] {0, 1}, 2);
        own.setReferences(3, new int[] {0, 2}, 2);
        own.remove(1);
        own.converge();
        assertThat(loaded.citations()).isEqualTo(own.citations());
        assertSameScores(loaded, own);

        loaded.restore(1);
        own.restore(1);
        loaded.converge();
        own.converge();
        assertThat(loaded.citations()).isEqualTo(5);
        assertSameScores(loaded, own);
    }

    private static void assertSameScores(IncrementalPageRank one, IncrementalPageRank other) {
        assertThat(one.nodes()).isEqualTo(other.nodes());
        for (int node = 0; node < one.nodes(); node++) {
            assertThat(one.score(node)).isCloseTo(other.score(node), org.assertj.core.data.Offset.offset(1e-10));
        }
    }

    @Test
    void whatIsNoGraphIsRefusedByNameAndLeavesNoFile() {
        assertRefused("paper 1 is of 1989, after one of 1990", OLD, paper(1989, 0.15));
        assertRefused("paper 0 has the score NaN", paper(1990, Double.NaN), OLD);
        assertRefused("paper 0 has the score -1.0", paper(1990, -1), OLD);
        assertRefused("paper 1 cannot cite 1", OLD, new Paper(1990, false, new int[] {1}, new int[0], 1));
        assertRefused("paper 1 cannot cite 2", OLD, new Paper(1990, false, new int[] {2}, new int[0], 1));
        assertRefused("paper 1 cannot cite 0 after 0", OLD, new Paper(1990, false, new int[] {0, 0}, new int[0], 1));
        assertThatThrownBy(
                        () -> new SolvedGraph(0.85, 1e-12, 2, 1992, List.of(OLD).iterator())
                                .save(directory.resolve("few"), _ -> {}))
                .hasMessageContaining("there are 1 papers, not 2");
        assertThatThrownBy(() -> new SolvedGraph(
                                0.85, 1e-12, 1, 1992, List.of(OLD, OLD).iterator())
                        .save(directory.resolve("many"), _ -> {}))
                .hasMessageContaining("there are more than 1 papers");
        assertThatThrownBy(
                        () -> new SolvedGraph(1, 1e-12, 0, 0, List.<Paper>of().iterator()))
                .hasMessageContaining("damping");
    }

    private void assertRefused(String reason, Paper... papers) {
        Path file = directory.resolve("refused");
        assertThatThrownBy(() -> saved(file, papers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
        assertThat(Files.exists(file)).isFalse();
    }

    private static void saved(Path file, Paper... papers) throws IOException {
        new SolvedGraph(0.85, 1e-12, papers.length, 1992, List.of(papers).iterator()).save(file, _ -> {});
    }

    private static Paper paper(int year, double score) {
        return new Paper(year, false, new int[0], new int[0], score);
    }
}
