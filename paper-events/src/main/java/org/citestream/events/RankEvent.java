package org.citestream.events;

import org.jspecify.annotations.Nullable;

/**
 * The score of a paper, published in the epoch that changed it.
 *
 * @param id the paper
 * @param epoch the epoch, which is the record's version
 * @param score unnormalised PageRank, at least 0.15 for damping 0.85; the PageRank is this over the epoch's sum of scores; null
 *     for a paper that is no longer ranked
 */
public record RankEvent(int id, long epoch, @Nullable Double score) implements PaperRecord {

    public RankEvent {
        if (score != null && !(score > 0 && score < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a score is positive and finite, but paper " + id + " has " + score);
        }
    }

    @Override
    public String eventId() {
        return "rank/" + id + "/" + epoch;
    }
}
