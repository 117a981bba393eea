package org.citestream.ranking.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class BlockTest {

    @Test
    void blocksGiveOneAnotherWhatTheScoresWorkedOutByHandSay() {
        // 3 cites 1 and 2, and 2 cites 1; 4 is withdrawn, 9 was never told, and 5 cites itself, which counts for
        // nothing.
        List<ToldPaper> papers = List.of(
                paper(1, true),
                paper(2, true, 1, 1),
                paper(3, true, 1, 2, 4, 9),
                paper(4, false, 1),
                paper(5, true, 5));
        NodeNumbers numbers = new NodeNumbers();
        papers.forEach(each -> numbers.put(each.id(), each.id() - 1, each.live()));
        Blocks blocks = new Blocks(new int[] {2, 0, 3});
        List<Block> graph = List.of(
                Block.of(papers.subList(0, 2).iterator(), numbers),
                Block.of(List.<ToldPaper>of().iterator(), numbers),
                Block.of(papers.subList(2, 5).iterator(), numbers));

        List<double[]> scores = graph.stream().map(each -> each.teleport(1)).toList();
        for (int i = 0; i < 4; i++) {
            scores = iterated(graph, scores, blocks);
        }

        assertThat(scores.get(0)).containsExactly(new double[] {0.3954375, 0.21375}, within(1e-15));
        assertThat(scores.get(2)).containsExactly(new double[] {0.15, 0, 0.15}, within(1e-15));
        assertThat(graph.get(2).solved(scores.get(2)).getFirst().resting()).containsExactly(3);
    }

    private static List<double[]> iterated(List<Block> graph, List<double[]> scores, Blocks blocks) {
        List<List<Tuple2<Integer, Gifts>>> given = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < graph.size(); i++) {
            for (Iterator<Tuple2<Integer, Gifts>> each = graph.get(i).give(scores.get(i), blocks, 0.85);
                    each.hasNext(); ) {
                Tuple2<Integer, Gifts> gifts = each.next();
                given.get(blocks.getPartition(gifts._1())).add(gifts);
            }
        }
        List<double[]> next = new ArrayList<>();
        for (int i = 0; i < graph.size(); i++) {
            next.add(graph.get(i).take(given.get(i).iterator(), 0.85));
        }
        return next;
    }

    private static ToldPaper paper(int id, boolean live, int... cited) {
        return ToldPaper.nothing(id).withPaper(1, live, 2000).withReferences(1, cited);
    }
}
