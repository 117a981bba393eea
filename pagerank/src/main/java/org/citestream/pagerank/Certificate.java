package org.citestream.pagerank;

/**
 * What the edges themselves prove about the scores at one moment, with residuals computed anew.
 *
 * @param papers papers in the graph, without removed ones
 * @param citations distinct citations between them
 * @param scoreSum Σx, unnormalised
 * @param residualL1 ‖r‖₁, the rounding of its own computation included
 * @param largestResidual the largest |r| of any paper
 * @param largestUnrounded likewise, where each is less by 16 roundings of its paper's score, which is what the pushes of an epoch may have left by rounding
 *     alone. Where that is within the bound of residuals, to converge again would gain nothing: a score of 10,000 is rounded by 9e-13 each time
 * @param errorBound bound of ‖π − π̂‖₁ between exact and kept PageRank, both summing to 1; from 0 (an empty graph) to 2
 */
public record Certificate(
        int papers,
        long citations,
        double scoreSum,
        double residualL1,
        double largestResidual,
        double largestUnrounded,
        double errorBound) {}
