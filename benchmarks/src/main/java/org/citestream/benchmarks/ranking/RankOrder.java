package org.citestream.benchmarks.ranking;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.citestream.pagerank.Epoch;
import org.citestream.pagerank.FullSolve;
import org.citestream.pagerank.RankIndex;

/** Whether ranks are those of a full solve. */
final class RankOrder {

    private static final double BOUND = 1e-12;

    private RankOrder() {}

    /** Papers next to each other in the order of a full solve, further apart than the error of the scores, that the ranks have the other way round. */
    static int wrongNeighbours(Epoch epoch) {
        FullSolve solve = epoch.solveFully(BOUND, 1);
        RankIndex index = epoch.rankIndex(paper -> paper);
        int[] best = IntStream.range(0, epoch.nodes())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer paper) -> -solve.score(paper)))
                .mapToInt(Integer::intValue)
                .toArray();
        int wrong = 0;
        for (int i = 1; i < best.length; i++) {
            double better = solve.score(best[i - 1]);
            double worse = solve.score(best[i]);
            if (better - worse > epoch.tieTolerance() * better && index.rank(best[i - 1]) >= index.rank(best[i])) {
                wrong++;
            }
        }
        return wrong;
    }
}
