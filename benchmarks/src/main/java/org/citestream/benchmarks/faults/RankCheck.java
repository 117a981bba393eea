package org.citestream.benchmarks.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.citestream.benchmarks.faults.Violation.Kind;

/**
 * The ranks that are shown, against a power iteration of their own on the citations that are shown, self-citations aside. What a paper without references
 * would pass on goes to all alike, which for scores that are normalised in the end is the same as passing on nothing.
 */
final class RankCheck {

    private static final double DAMPING = 0.85;
    /** 0.85 to this power is below 1e-20. */
    private static final int ROUNDS = 300;

    /** What the sums of this class may be off by. */
    private static final double ROUNDING = 1e-13;

    /** Above that the product's own alert fires. */
    private static final double LARGEST_BOUND = 1e-9;

    private RankCheck() {}

    static List<Violation> check(ShownCollection shown) {
        List<Violation> violations = new ArrayList<>();
        order(shown, violations);
        List<ShownPaper> papers = List.copyOf(shown.papers().values());
        double[] exact = exact(papers);
        double distance = 0;
        int worst = 0;
        double largest = 0;
        for (int i = 0; i < exact.length; i++) {
            Double pagerank = papers.get(i).pagerank();
            double off = Math.abs((pagerank == null ? 0 : pagerank) - exact[i]);
            distance += off;
            if (off > largest) {
                largest = off;
                worst = i;
            }
        }
        if (!(shown.errorBound() <= LARGEST_BOUND)) {
            violations.add(new Violation(Kind.RANK, "stats", "state an error of up to " + shown.errorBound()));
        }
        if (distance > shown.errorBound() + ROUNDING) {
            ShownPaper paper = papers.get(worst);
            violations.add(new Violation(
                    Kind.RANK,
                    "paper " + paper.id(),
                    "ranks are " + distance + " from a full solve and stated to be within " + shown.errorBound()
                            + "; this one, the worst, is " + paper.pagerank() + " and ought to be " + exact[worst]));
        }
        return violations;
    }

    /** The list follows the scores, and the lists of who cites a paper and whom it cites follow the ranks. */
    static List<Violation> lists(ShownCollection shown) {
        List<Violation> violations = new ArrayList<>();
        order(shown, violations);
        shown.papers().values().forEach(paper -> {
            inOrder(shown, paper.id(), "is cited by", paper.citing(), violations);
            inOrder(shown, paper.id(), "cites", paper.cited(), violations);
        });
        return violations;
    }

    /** Ranks are 1, 2, 3 and so on in the order of the list, and follow the scores. */
    private static void order(ShownCollection shown, List<Violation> violations) {
        double last = Double.POSITIVE_INFINITY;
        int place = 1;
        for (int id : shown.listed()) {
            ShownPaper paper = shown.papers().get(id);
            Double pagerank = paper == null ? null : paper.pagerank();
            Integer rank = paper == null ? null : paper.rank();
            if (pagerank == null || rank == null) {
                violations.add(new Violation(Kind.RANK, "paper " + id, "is not ranked"));
            } else {
                if (rank != place) {
                    violations.add(new Violation(
                            Kind.RANK, "paper " + id, "has rank " + rank + " and stands at place " + place));
                }
                if (pagerank > last) {
                    violations.add(new Violation(
                            Kind.RANK, "paper " + id, "has " + pagerank + " and stands behind one with " + last));
                }
                last = pagerank;
            }
            place++;
        }
    }

    private static void inOrder(
            ShownCollection shown, int id, String does, List<ShownPaper.Edge> edges, List<Violation> violations) {
        int last = 0;
        for (ShownPaper.Edge each : edges) {
            ShownPaper paper = shown.papers().get(each.paper());
            Integer rank = paper == null ? null : paper.rank();
            if (rank != null && rank < last) {
                violations.add(new Violation(
                        Kind.RANK, "paper " + id, does + " " + edges + ", which are not in the order of their ranks"));
                return;
            }
            last = rank == null ? last : rank;
        }
    }

    private static double[] exact(List<ShownPaper> papers) {
        Map<Integer, Integer> index = new HashMap<>();
        for (int i = 0; i < papers.size(); i++) {
            index.put(papers.get(i).id(), i);
        }
        int[][] cited = new int[papers.size()][];
        for (int i = 0; i < cited.length; i++) {
            cited[i] = papers.get(i).cited().stream()
                    .filter(each -> !each.self() && index.containsKey(each.paper()))
                    .mapToInt(each -> index.getOrDefault(each.paper(), -1))
                    .toArray();
        }
        double[] score = new double[cited.length];
        Arrays.fill(score, 1);
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = new double[cited.length];
            Arrays.fill(next, 1 - DAMPING);
            for (int i = 0; i < cited.length; i++) {
                for (int each : cited[i]) {
                    next[each] += DAMPING * score[i] / cited[i].length;
                }
            }
            score = next;
        }
        double sum = Arrays.stream(score).sum();
        return Arrays.stream(score).map(each -> each / sum).toArray();
    }
}
