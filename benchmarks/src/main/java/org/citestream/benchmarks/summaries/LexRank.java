package org.citestream.benchmarks.summaries;

import java.util.Arrays;
import java.util.List;
import org.citestream.summary.text.Terms;

/** The most central sentence, by continuous LexRank (Erkan and Radev, 2004) over cosines of content words: a reference for other summarisers. */
final class LexRank {

    private static final double DAMPING = 0.85;
    private static final int ROUNDS = 50;

    private LexRank() {}

    /** The sentence that the others resemble most. */
    static String best(List<String> sentences) {
        int n = sentences.size();
        List<Terms> terms = sentences.stream().map(Terms::of).toList();
        double[][] likeness = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                likeness[i][j] = i == j ? 1 : terms.get(i).cosine(terms.get(j));
            }
            double sum = Arrays.stream(likeness[i]).sum();
            for (int j = 0; j < n; j++) {
                likeness[i][j] /= sum;
            }
        }
        double[] rank = new double[n];
        Arrays.fill(rank, 1.0 / n);
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = new double[n];
            Arrays.fill(next, (1 - DAMPING) / n);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    next[j] += DAMPING * rank[i] * likeness[i][j];
                }
            }
            rank = next;
        }
        int best = 0;
        for (int i = 1; i < n; i++) {
            best = rank[i] > rank[best] ? i : best;
        }
        return sentences.get(best);
    }
}
