package org.citestream.pagerank;

/** Distances between PageRanks, for assertions. */
final class PageRanks {

    private PageRanks() {}

    /** Scores divided by their sum; all 0 where there is none. */
    static double[] normalised(IncrementalPageRank pageRank) {
        double[] scores = pageRank.publish().scores();
        double sum = pageRank.sum();
        for (int i = 0; i < scores.length; i++) {
            scores[i] = sum == 0 ? 0 : scores[i] / sum;
        }
        return scores;
    }

    /** ‖a − b‖₁. */
    static double distance(double[] a, double[] b) {
        double distance = 0;
        for (int i = 0; i < a.length; i++) {
            distance += Math.abs(a[i] - b[i]);
        }
        return distance;
    }
}
