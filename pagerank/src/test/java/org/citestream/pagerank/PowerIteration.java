package org.citestream.pagerank;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * PageRank by the textbook: probabilities, and a teleport that in every round spreads 1−α and the score of dangling papers by weight.
 * Shares neither code nor formulation with what it checks.
 */
final class PowerIteration {

    private PowerIteration() {}

    /** PageRank of each paper, summing to 1, or all 0 without teleport; {@code cites.get(u)} are the papers that u cites. */
    static double[] pageRank(List<Set<Integer>> cites, double[] weights, double damping) {
        int n = cites.size();
        double total = Arrays.stream(weights).sum();
        if (total == 0) {
            return new double[n];
        }
        double[] teleport = Arrays.stream(weights).map(weight -> weight / total).toArray();
        double[] rank = teleport.clone();
        // Each round leaves α of the error: after these 1e-17 of it, below rounding.
        long rounds = Math.round(Math.log(1e-17) / Math.log(damping)) + 1;
        for (long round = 0; round < rounds; round++) {
            double[] next = new double[n];
            double dangling = 0;
            for (int u = 0; u < n; u++) {
                if (cites.get(u).isEmpty()) {
                    dangling += rank[u];
                }
                for (int v : cites.get(u)) {
                    next[v] += damping * rank[u] / cites.get(u).size();
                }
            }
            for (int v = 0; v < n; v++) {
                next[v] += ((1 - damping) + damping * dangling) * teleport[v];
            }
            rank = next;
        }
        return rank;
    }
}
