package org.citestream.pagerank;

/**
 * What the edges themselves prove about the scores at one moment, with residuals computed anew.
 *
 * @param papers papers in the graph, without removed ones
 * @param citations distinct citations between them
 * @param scoreSum Σx, unnormalised
 * @param residualL1 ‖r‖₁, the rounding of its own computation included
 * @param largestResidual the largest |r| of any paper
 * @param errorBound bound of ‖π − π̂‖₁ between exact and kept PageRank, both summing to 1; from 0 (an empty graph) to 2
 */
public record Certificate(
        int papers, long citations, double scoreSum, double residualL1, double largestResidual, double errorBound) {}
