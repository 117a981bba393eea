package org.citestream.gateway.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.citestream.gateway.index.NeighbourIndex.Neighbour;

/** The best of those that are offered, of equals those with the lower id. */
final class Nearest {

    private static final Comparator<Neighbour> WORST_FIRST =
            Comparator.comparingDouble(Neighbour::score).thenComparing(Neighbour::id, Comparator.reverseOrder());

    private final int most;
    private final PriorityQueue<Neighbour> best = new PriorityQueue<>(WORST_FIRST);

    /**
     * @param most how many are kept; at least 1
     */
    Nearest(int most) {
        this.most = most;
    }

    /** Whether it would be among the best. */
    boolean wants(int id, float score) {
        Neighbour worst = best.size() < most ? null : best.peek();
        return worst == null || score > worst.score() || (score == worst.score() && id < worst.id());
    }

    void add(int id, float score) {
        best.add(new Neighbour(id, score));
        if (best.size() > most) {
            best.poll();
        }
    }

    /** The best first; a score is at most 1, which rounding may exceed. */
    List<Neighbour> inOrder() {
        List<Neighbour> found = new ArrayList<>(best);
        found.sort(WORST_FIRST.reversed());
        return found.stream()
                .map(each -> new Neighbour(each.id(), Math.min(1, each.score())))
                .toList();
    }
}
