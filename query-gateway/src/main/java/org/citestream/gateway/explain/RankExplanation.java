package org.citestream.gateway.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a paper has its rank. {@code base}, the amounts of all citing papers and {@code unsettled} add up to {@code pagerank}.
 *
 * @param id its id
 * @param rank 1 is the best
 * @param within where it stands among the papers of its year and of its venue, since PageRank favours the old, or null in the
 *     moment before its record has been read
 * @param pagerank a share of 1
 * @param base what every paper has, whoever cites it
 * @param fromCitations what all citing papers add
 * @param unsettled the rest: citations that came or went since the epoch, and the bound of the ranking
 * @param total how many papers cite it
 * @param shares what each citing paper adds, the most first; the first of them where there are many
 * @param lastMoved what last changed its score, or null while that is not known, or where it was not asked for
 * @param epoch number of the epoch
 * @param rankedAt when it was published
 */
public record RankExplanation(
        int id,
        int rank,
        @Nullable Within within,
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
     * Where a paper stands among some.
     *
     * @param epoch number of the epoch whose ranks these are; in a large collection it may be shortly before that of the rank
     * @param year among the papers of its year
     * @param venue among those of its venue, or null where it has none
     * @param venueAndYear among those of its venue in its year, or null likewise
     */
    public record Within(
            long epoch,
            Place year,
            @Nullable Place venue,
            @Nullable Place venueAndYear) {}

    /**
     * A rank within a group.
     *
     * @param name of the group, as `2005`, `VLDB` or `VLDB 2005`
     * @param rank 1 is the best
     * @param papers how many of the group are ranked
     * @param percentile the share of them that are ranked below, in percent to two decimals
     */
    public record Place(String name, int rank, int papers, double percentile) {}

    /**
     * What last changed the score. The differences of all changes and {@code rest} add up to that of the score.
     *
     * @param epoch the epoch that did
     * @param before the unnormalised score until then, or null where it had none
     * @param after the unnormalised score from then on
     * @param changes the shares that are not what they were, the largest difference first; the first of them where there are many;
     *     null where the state before that epoch is not known any more
     * @param changesTotal how many shares are not what they were, or null likewise
     * @param rest what they do not account for, or null likewise: of a paper that was ranked for the first time the base that every
     *     paper has, and what is within the bound of the ranking
     * @param newlyCounted citing papers that this epoch was the first to include in their present state
     * @param movedToo citing papers whose own score changed in the same epoch
     */
    public record Movement(
            long epoch,
            @Nullable Double before,
            double after,
            @Nullable List<Change> changes,
            @Nullable Integer changesTotal,
            @Nullable Double rest,
            List<Integer> newlyCounted,
            List<Integer> movedToo) {}

    /**
     * What became of the share of a citing paper.
     *
     * @param id the citing paper
     * @param title its title, or null where it has no document
     * @param kind whether its citation is new, withdrawn, or worth something else than before
     * @param before what it gave, in unnormalised score; 0 for a new citation
     * @param after what it gives; 0 for one that was withdrawn
     */
    @Schema(name = "ShareChange")
    public record Change(int id, @Nullable String title, Kind kind, double before, double after) {}

    /** What became of a share. */
    public enum Kind {
        /** The paper did not cite it before, or did not count. */
        @JsonProperty("new")
        NEW,
        /** The paper does not cite it any more, or does not count. */
        @JsonProperty("withdrawn")
        WITHDRAWN,
        /** The paper cites it as before; its own score or the number of papers that it cites changed. */
        @JsonProperty("changed")
        CHANGED
    }
}
