package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CitationGraphTest {

    @Test
    void aFullGraphTakesNoMorePapers() {
        CitationGraph graph = new CitationGraph(2);
        graph.addPaper(2001);
        graph.addPaper(2002);
        assertThatIllegalStateException()
                .isThrownBy(() -> graph.addPaper(2003))
                .withMessage("the graph is full: it has 2 papers");
        assertThat(graph.nodes()).isEqualTo(2);
    }

    @Test
    void onlyPapersThatAListHasNamedNeedAllListsToBeLookedAt() {
        CitationGraph graph = new CitationGraph();
        for (int paper = 0; paper < 4; paper++) {
            graph.addPaper(2001);
        }
        ReferenceSet set = new ReferenceSet();
        set.fill(0, new int[] {2}, 1);
        graph.replace(0, set);
        graph.restore(2002, false, 1, new int[] {3}, 1);
        assertThat(graph.mayBeNamed(2)).isTrue();
        assertThat(graph.mayBeNamed(3)).isTrue();
        assertThat(graph.mayBeNamed(0)).isFalse();
        assertThat(graph.mayBeNamed(4)).isFalse();
    }

    @Test
    void theNoteOfWhomListsNameGrowsByChunksAndIsCounted() {
        CitationGraph graph = new CitationGraph();
        for (int paper = 0; paper < 20_000; paper++) {
            graph.addPaper(2001);
        }
        long before = graph.bytesOfLists();
        ReferenceSet set = new ReferenceSet();
        set.fill(0, new int[] {4_095, 4_096, 19_999}, 3);
        graph.replace(0, set);
        assertThat(graph.bytesOfLists() - before)
                .as("three chunks of a bit for each of 4,096 papers")
                .isEqualTo(3 * 512);
        assertThat(IntStream.of(4_095, 4_096, 19_999)).allMatch(graph::mayBeNamed);
        assertThat(IntStream.of(4_094, 4_097, 1, 19_998)).noneMatch(graph::mayBeNamed);
    }
}
