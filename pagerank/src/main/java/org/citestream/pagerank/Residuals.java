package org.citestream.pagerank;

import org.jspecify.annotations.Nullable;

/** Residuals r = (1−α) t + α Pᵀ x − x, computed from the edges alone, and the bound that follows from them. */
final class Residuals {

    /** Half the distance of 1 to the next double: the relative error of one rounding. */
    static final double ROUNDING = 0x1p-53;

    private Residuals() {}

    /**
     * The residuals of a score. What a paper receives is added with compensation, so that the error is
     * four roundings of its score at most, whatever the number of its citations. O(citations), 8 bytes a paper for a while.
     */
    static double[] compute(CitationLists lists, double @Nullable [][] teleport, double damping, double[] score) {
        double[] residual = new double[score.length];
        double[] lost = new double[score.length];
        gather(lists, damping, score, 0, score.length, residual, lost);
        settle(lists, teleport, damping, score, 0, score.length, new double[][] {residual}, new double[][] {lost}, 0);
        return residual;
    }

    /** Adds what some papers give to those they cite: to {@code received}, and what rounding takes from that to {@code lost}. */
    static void gather(
            CitationLists lists,
            double damping,
            double[] score,
            int fromCiting,
            int toCiting,
            double[] received,
            double[] lost) {
        for (int citing = toCiting - 1; citing >= fromCiting; citing--) {
            long entry = lists.entry(citing);
            int count = ListEntry.giving(entry);
            if (count == 0 || score[citing] == 0) {
                continue;
            }
            double share = damping * score[citing] / count;
            int[] list = lists.list(entry);
            int end = ListEntry.offset(entry) + count;
            for (int at = end - count; at < end; at++) {
                int cited = list[at];
                double before = received[cited];
                double after = before + share;
                double added = after - before;
                lost[cited] += (before - (after - added)) + (share - added);
                received[cited] = after;
            }
        }
    }

    /**
     * Turns what some papers received, from each of several gatherers, into residuals: in the array of gatherer {@code own}; those of all others
     * become 0, as does what was lost.
     */
    static void settle(
            CitationLists lists,
            double @Nullable [][] teleport,
            double damping,
            double[] score,
            int from,
            int to,
            double[][] received,
            double[][] lost,
            int own) {
        for (int paper = from; paper < to; paper++) {
            CompensatedSum sum = new CompensatedSum();
            sum.add(-score[paper]);
            sum.add((1 - damping) * Teleport.weight(teleport, paper));
            for (int gatherer = 0; gatherer < received.length; gatherer++) {
                sum.add(received[gatherer][paper]);
                sum.add(lost[gatherer][paper]);
                received[gatherer][paper] = 0;
                lost[gatherer][paper] = 0;
            }
            received[own][paper] = lists.isRemoved(paper) ? 0 : sum.value();
        }
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
