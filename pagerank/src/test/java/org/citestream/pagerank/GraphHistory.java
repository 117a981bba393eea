package org.citestream.pagerank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jgrapht.alg.scoring.PageRank;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;

/**
 * Applies events to an {@link IncrementalPageRank} and to a naive model of the same graph, sets of numbers, from which
 * reference implementations compute what the scores must be.
 */
final class GraphHistory {

    final IncrementalPageRank pageRank;
    private final List<Set<Integer>> cited = new ArrayList<>();
    private final Set<Integer> removed = new HashSet<>();
    private final List<Double> weights = new ArrayList<>();

    GraphHistory(IncrementalPageRank pageRank) {
        this.pageRank = pageRank;
    }

    int addPaper(int publicationOrder) {
        cited.add(new LinkedHashSet<>());
        weights.add(1.0);
        return pageRank.addPaper(publicationOrder);
    }

    ReferenceChange setReferences(int citing, int... references) {
        Set<Integer> set = new LinkedHashSet<>();
        for (int reference : references) {
            if (reference != citing) {
                set.add(reference);
            }
        }
        cited.set(citing, set);
        return pageRank.setReferences(citing, references, references.length);
    }

    void setTeleport(int paper, double weight) {
        weights.set(paper, weight);
        pageRank.setTeleport(paper, weight);
    }

    /** As {@link #happen}, or now and then a new weight of a paper's teleport. */
    void happenWithTeleport(RandomGenerator random, int papers) {
        if (!cited.isEmpty() && random.nextInt(8) == 0) {
            double[] weights = {0, 0.25, 1, 3};
            setTeleport(random.nextInt(cited.size()), weights[random.nextInt(weights.length)]);
        } else {
            happen(random, papers);
        }
    }

    /** One event at random; {@code most} is how many there may be. */
    void happen(RandomGenerator random, int most) {
        int kind = random.nextInt(20);
        if (cited.isEmpty() || (kind < 6 && cited.size() < most)) {
            addPaper(1970 + random.nextInt(50));
        } else if (kind < 16) {
            int[] references = new int[random.nextInt(8)];
            Arrays.setAll(references, i -> random.nextInt(cited.size()));
            setReferences(random.nextInt(cited.size()), references);
        } else if (kind < 18) {
            int paper = random.nextInt(cited.size());
            removed.add(paper);
            pageRank.remove(paper);
        } else {
            int paper = random.nextInt(cited.size());
            removed.remove(paper);
            pageRank.restore(paper);
        }
    }

    /** Up to a third of all papers leave together, or come back, some of them named twice. */
    void happenTogether(RandomGenerator random) {
        int[] papers = random.ints(random.nextInt(1 + cited.size() / 3), 0, Math.max(1, cited.size()))
                .toArray();
        boolean leave = random.nextBoolean();
        long moved = Arrays.stream(papers)
                .filter(paper -> leave ? removed.add(paper) : removed.remove(paper))
                .count();
        int told = leave ? pageRank.removeAll(papers) : pageRank.restoreAll(papers);
        if (told != moved) {
            throw new AssertionError("%d papers moved, and %d were told".formatted(moved, told));
        }
    }

    /** Papers present, ascending. */
    List<Integer> present() {
        List<Integer> present = new ArrayList<>();
        for (int paper = 0; paper < cited.size(); paper++) {
            if (!removed.contains(paper)) {
                present.add(paper);
            }
        }
        return present;
    }

    /** Distinct citations between papers present. */
    long citations() {
        return present().stream().mapToLong(u -> counting(u).size()).sum();
    }

    /** PageRank by power iteration, by node number; 0 for removed papers. */
    double[] byPowerIteration() {
        List<Integer> present = present();
        List<Set<Integer>> renumbered = new ArrayList<>();
        for (int paper : present) {
            Set<Integer> references = new LinkedHashSet<>();
            counting(paper).forEach(v -> references.add(present.indexOf(v)));
            renumbered.add(references);
        }
        double[] teleport = present.stream().mapToDouble(weights::get).toArray();
        double[] ranks = PowerIteration.pageRank(renumbered, teleport, pageRank.damping());
        double[] byNode = new double[cited.size()];
        for (int i = 0; i < ranks.length; i++) {
            byNode[present.get(i)] = ranks[i];
        }
        return byNode;
    }

    /** PageRank by JGraphT, by node number; 0 for removed papers. */
    double[] byJGraphT() {
        var graph = new SimpleDirectedGraph<Integer, DefaultEdge>(DefaultEdge.class);
        present().forEach(graph::addVertex);
        present().forEach(u -> counting(u).forEach(v -> graph.addEdge(u, v)));
        double[] byNode = new double[cited.size()];
        new PageRank<>(graph, pageRank.damping(), 1000, 1e-16)
                .getScores()
                .forEach((paper, score) -> byNode[paper] = score);
        return byNode;
    }

    /** Whether one paper cites another, both present. */
    boolean cites(int citing, int paper) {
        return !removed.contains(citing) && counting(citing).contains(paper);
    }

    private Set<Integer> counting(int paper) {
        Set<Integer> counting = new LinkedHashSet<>(cited.get(paper));
        counting.removeAll(removed);
        return counting;
    }
}
