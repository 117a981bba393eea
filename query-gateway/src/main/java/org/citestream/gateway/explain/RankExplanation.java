package org.citestream.gateway.explain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a paper has its rank. {@code base}, the amounts of all citing papers and {@code unsettled} add up to {@code pagerank}.
 *
 * @param id its id
 * @param rank 1 is the best
 * @param pagerank a share of 1
 * @param base what every paper has, whoever cites it
 * @param fromCitations what all citing papers add
 * @param unsettled the rest: citations that came or went since the epoch, and the bound of the ranking
 * @param total how many papers cite it
 * @param shares what each citing paper adds, the most first; the first of them where there are many
 * @param lastMoved what last changed its score, or null while that is not known
 * @param epoch number of the epoch
 * @param rankedAt when it was published
 */
public record RankExplanation(
        int id,
        int rank,
        double pagerank,
        double base,
        double fromCitations,
        double unsettled,
        int total,
        List<Share> shares,
        @Nullable Movement lastMoved,
        long epoch,
        Instant rankedAt) {

    /**
     * What a citing paper adds.
     *
     * @param id the citing paper
     * @param title its title, or null in the moment before its document is there
     * @param amount its damped PageRank, divided by how many papers it cites
     * @param percent the amount as a percentage of the PageRank of the cited paper
     * @param cites how many papers of the collection it cites
     */
    public record Share(int id, @Nullable String title, double amount, double percent, int cites) {}

    /**
     * What last changed the score.
     *
     * @param epoch the epoch that did
     * @param before the unnormalised score until then, or null where it had none
     * @param after the unnormalised score from then on
     * @param newlyCounted citing papers that this epoch was the first to include in their present state
     * @param movedToo citing papers whose own score changed in the same epoch
     */
    public record Movement(
            long epoch, @Nullable Double before, double after, List<Integer> newlyCounted, List<Integer> movedToo) {}
}
