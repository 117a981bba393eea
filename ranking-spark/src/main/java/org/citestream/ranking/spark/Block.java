package org.citestream.ranking.spark;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.citestream.pagerank.SolvedGraph;
import scala.Tuple2;

/** Papers of consecutive nodes, with the nodes that they cite: one task's share of the graph. */
final class Block implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final int[] years;
    private final boolean[] live;

    /** Where the citations of each paper start, where those that do not count do, and where the last ones end. */
    private final int[] start;

    private final int[] resting;
    private final int[] cited;

    private Block(int[] years, boolean[] live, int[] start, int[] resting, int[] cited) {
        this.years = years;
        this.live = live;
        this.start = start;
        this.resting = resting;
        this.cited = cited;
    }

    static Block of(Iterator<ToldPaper> told, NodeNumbers numbers) {
        List<ToldPaper> papers = new ArrayList<>();
        told.forEachRemaining(papers::add);
        int[] years = new int[papers.size()];
        boolean[] live = new boolean[papers.size()];
        int[] start = new int[papers.size() + 1];
        int[] resting = new int[papers.size()];
        int[] cited =
                new int[papers.stream().mapToInt(each -> each.cited().length).sum()];
        int next = 0;
        for (int i = 0; i < papers.size(); i++) {
            ToldPaper paper = papers.get(i);
            years[i] = paper.year();
            live[i] = paper.live();
            start[i] = next;
            next = append(paper, numbers, true, cited, next);
            resting[i] = next;
            next = append(paper, numbers, false, cited, next);
        }
        start[papers.size()] = next;
        return new Block(years, live, start, resting, Arrays.copyOf(cited, next));
    }

    private static int append(ToldPaper paper, NodeNumbers numbers, boolean counting, int[] cited, int from) {
        int[] nodes = IntStream.of(paper.cited())
                .filter(each -> each != paper.id() && numbers.isSeen(each) && numbers.counts(each) == counting)
                .map(numbers::node)
                .sorted()
                .distinct()
                .toArray();
        System.arraycopy(nodes, 0, cited, from, nodes.length);
        return from + nodes.length;
    }

    int papers() {
        return years.length;
    }

    int newest() {
        return years.length == 0 ? Integer.MIN_VALUE : years[years.length - 1];
    }

    /** The teleport of each paper: where the scores start. */
    double[] teleport(double weight) {
        double[] scores = new double[papers()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = live[i] ? weight : 0;
        }
        return scores;
    }

    /** What the papers give to each other block. */
    Iterator<Tuple2<Integer, Gifts>> give(double[] scores, Blocks blocks, double damping) {
        Gifts[] gifts = new Gifts[blocks.count()];
        for (int i = 0; i < papers(); i++) {
            int count = live[i] ? resting[i] - start[i] : 0;
            double share = damping * scores[i] / count;
            for (int at = start[i]; at < start[i] + count; at++) {
                int block = blocks.of(cited[at]);
                if (gifts[block] == null) {
                    gifts[block] = new Gifts();
                }
                gifts[block].add(cited[at] - blocks.first(block), share);
            }
        }
        return IntStream.range(0, gifts.length)
                .filter(block -> gifts[block] != null)
                .mapToObj(block -> new Tuple2<>(block, gifts[block]))
                .iterator();
    }

    /** The scores that follow from what was given. */
    double[] take(Iterator<Tuple2<Integer, Gifts>> given, double damping) {
        double[] scores = teleport(1 - damping);
        given.forEachRemaining(each -> each._2().addTo(scores));
        return scores;
    }

    /** The papers with their scores, as a snapshot holds them. */
    List<SolvedGraph.Paper> solved(double[] scores) {
        return IntStream.range(0, papers())
                .mapToObj(i -> new SolvedGraph.Paper(
                        years[i],
                        !live[i],
                        Arrays.copyOfRange(cited, start[i], resting[i]),
                        Arrays.copyOfRange(cited, resting[i], start[i + 1]),
                        scores[i]))
                .toList();
    }
}
