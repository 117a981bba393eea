package org.citestream.pagerank;

import org.jspecify.annotations.Nullable;

/** Residuals r = (1−α) t + α Pᵀ x − x, computed from the edges alone, and the bound that follows from them. */
final class Residuals {

    /** Half the distance of 1 to the next double: the relative error of one rounding. */
    static final double ROUNDING = 0x1p-53;

    private Residuals() {}

    /**
     * The residuals of scores, in chunks as the scores are. What a paper receives is added with compensation, so that the error is four
     * roundings of its score at most, whatever the number of its citations. O(citations), 16 bytes a paper for a while: the sum that a paper
     * received lies beside what rounding took from it, so that both are fetched at once.
     */
    static double[][] compute(CitationLists lists, double @Nullable [][] teleport, double damping, double[][] score) {
        double[][] received = new double[chunks(lists.nodes())][2 * DoubleChunks.LENGTH];
        gather(lists, damping, score, received);
        double[][] residual = new double[received.length][];
        for (int chunk = 0; chunk < residual.length; chunk++) {
            residual[chunk] = settle(lists, teleport, damping, score, chunk, received[chunk]);
        }
        return residual;
    }

    private static void gather(CitationLists lists, double damping, double[][] score, double[][] received) {
        for (int citing = lists.nodes() - 1; citing >= 0; citing--) {
            long entry = lists.entry(citing);
            int count = ListEntry.giving(entry);
            double given = score[citing >>> DoubleChunks.BITS][citing & DoubleChunks.MASK];
            if (count == 0 || given == 0) {
                continue;
            }
            double share = damping * given / count;
            int[] list = lists.list(entry);
            int end = ListEntry.offset(entry) + count;
            for (int at = end - count; at < end; at++) {
                double[] sums = received[list[at] >>> DoubleChunks.BITS];
                int sum = (list[at] & DoubleChunks.MASK) << 1;
                double before = sums[sum];
                double after = before + share;
                double added = after - before;
                sums[sum + 1] += (before - (after - added)) + (share - added);
                sums[sum] = after;
            }
        }
    }

    private static double[] settle(
            CitationLists lists,
            double @Nullable [][] teleport,
            double damping,
            double[][] score,
            int chunk,
            double[] received) {
        double[] residual = new double[DoubleChunks.LENGTH];
        int first = chunk << DoubleChunks.BITS;
        int count = Math.min(DoubleChunks.LENGTH, lists.nodes() - first);
        for (int i = 0; i < count; i++) {
            if (!lists.isRemoved(first + i)) {
                CompensatedSum sum = new CompensatedSum();
                sum.add(-score[chunk][i]);
                sum.add((1 - damping) * Teleport.weight(teleport, first + i));
                sum.add(received[2 * i]);
                sum.add(received[2 * i + 1]);
                residual[i] = sum.value();
            }
        }
        return residual;
    }

    static int chunks(int nodes) {
        return (int) (((long) nodes + DoubleChunks.MASK) >>> DoubleChunks.BITS);
    }

    /** What rounding can add to the L1 norm of residuals from {@link #compute}. */
    static double rounding(double scoreSum) {
        return 4 * ROUNDING * scoreSum;
    }

    /** 2‖r‖₁ / ((1−α)‖x̂‖₁), and never more than 2, the largest distance of two distributions. */
    static double errorBound(double residualL1, double scoreSum, double damping) {
        if (residualL1 == 0) {
            return 0;
        }
        return scoreSum > 0 ? Math.min(2, 2 * residualL1 / ((1 - damping) * scoreSum)) : 2;
    }
}
