package org.citestream.ranking;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PageRank by plain power iteration, written apart from the library that it checks. */
public final class PowerIteration {

    private static final int ROUNDS = 300;

    private PowerIteration() {}

    /** Unnormalised scores of the papers, with damping 0.85. Every cited paper is one of the papers. */
    public static Map<Integer, Double> scores(Map<Integer, List<Integer>> citedBy) {
        int[] ids = citedBy.keySet().stream().mapToInt(Integer::intValue).toArray();
        Map<Integer, Integer> index = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            index.put(ids[i], i);
        }
        double[] score = new double[ids.length];
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = new double[ids.length];
            Arrays.fill(next, 0.15);
            for (int i = 0; i < ids.length; i++) {
                List<Integer> cited = citedBy.get(ids[i]);
                for (int each : cited) {
                    next[index.get(each)] += 0.85 * score[i] / cited.size();
                }
            }
            score = next;
        }
        Map<Integer, Double> scores = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            scores.put(ids[i], score[i]);
        }
        return scores;
    }
}
