package org.citestream.pagerank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a paper has its score: what it gets from the teleport and from each paper that cites it. Teleport, shares and what is unsettled add up to the score.
 *
 * @param paper the node number of the paper
 * @param score its unnormalised score; 0 when it was removed
 * @param teleport what it gets whoever cites it: (1−α) t
 * @param shares what each citing paper gives, α x / d; the largest first, then by node number
 * @param unsettled what is left to push, negated, and rounding: within ε after {@link IncrementalPageRank#converge()}
 */
public record ScoreShares(int paper, double score, double teleport, List<Share> shares, double unsettled) {

    /**
     * What one paper gives another.
     *
     * @param citing the node number of the citing paper
     * @param amount in unnormalised score
     */
    public record Share(int citing, double amount) {}

    /** What became of a citing paper's share. */
    public enum Kind {
        /** It did not cite the paper before, or was not there. */
        NEW,
        /** It does not cite the paper any more, or is not there. */
        WITHDRAWN,
        /** It cites the paper as before; its own score or the number of its references changed. */
        CHANGED
    }

    /**
     * A share that is not what it was.
     *
     * @param citing the node number of the citing paper
     * @param before what it gave; 0 for a new citation
     * @param after what it gives; 0 for a withdrawn one
     * @param kind what happened
     */
    public record ShareChange(int citing, double before, double after, Kind kind) {}

    /**
     * Why the score is not what it was: shares that differ, the largest difference first. Their differences, and those of the teleport and of what
     * is unsettled, add up to the difference of the scores.
     *
     * @param earlier the shares of the same paper at an earlier epoch
     * @throws IllegalArgumentException when {@code earlier} is about another paper
     */
    public List<ShareChange> changesSince(ScoreShares earlier) {
        if (earlier.paper != paper) {
            throw new IllegalArgumentException(
                    "shares of paper %d have no changes since those of paper %d".formatted(paper, earlier.paper));
        }
        Map<Integer, Double> before = HashMap.newHashMap(earlier.shares.size());
        earlier.shares.forEach(share -> before.put(share.citing, share.amount));
        List<ShareChange> changes = new ArrayList<>();
        for (Share share : shares) {
            Double amount = before.remove(share.citing);
            if (amount == null) {
                changes.add(new ShareChange(share.citing, 0, share.amount, Kind.NEW));
            } else if (amount != share.amount) {
                changes.add(new ShareChange(share.citing, amount, share.amount, Kind.CHANGED));
            }
        }
        before.forEach((citing, amount) -> changes.add(new ShareChange(citing, amount, 0, Kind.WITHDRAWN)));
        changes.sort(Comparator.comparingDouble((ShareChange change) -> -Math.abs(change.after - change.before))
                .thenComparingInt(ShareChange::citing));
        return List.copyOf(changes);
    }

    /** Gathers the shares of one paper. */
    static final class Collector {
        private final List<Share> shares = new ArrayList<>();
        private final CompensatedSum sum = new CompensatedSum();

        void add(int citing, double amount) {
            shares.add(new Share(citing, amount));
            sum.add(amount);
        }

        ScoreShares of(int paper, double score, double teleport) {
            sum.add(teleport);
            sum.add(-score);
            shares.sort(
                    Comparator.comparingDouble((Share share) -> -share.amount).thenComparingInt(Share::citing));
            return new ScoreShares(paper, score, teleport, List.copyOf(shares), 0.0 - sum.value());
        }
    }
}
