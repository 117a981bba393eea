package org.citestream.pagerank;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.function.IntUnaryOperator;

/**
 * The ranks of all papers at one moment: rank 1 is the highest score, tied papers stand by ascending id. Immutable, so safe to
 * share between threads.
 *
 * <p>Exact ties are common in citation graphs: a third of all papers share their score with another, papers that nobody cites
 * above all. Computed scores differ in their last digits even so. Papers that are neighbours in the order and whose scores
 * are within a tolerance are therefore taken as one tie, and get one score, the highest among them. (Rounding scores
 * instead would still part a tie that lies on the edge of a rounding step.)
 *
 * <p>Building sorts by the bits of the score, O(n); every lookup is O(1). 16 bytes a paper, if ids are dense.
 */
public final class RankIndex {

    private static final RankIndex EMPTY = of(new int[0], new double[0], 0, 0);

    private final int[] idByRank;
    private final double[] scoreByRank;
    private final IdTable rankById;

    private RankIndex(int[] idByRank, double[] scoreByRank, IdTable rankById) {
        this.idByRank = idByRank;
        this.scoreByRank = scoreByRank;
        this.rankById = rankById;
    }

    /** The index without papers. */
    public static RankIndex empty() {
        return EMPTY;
    }

    /**
     * Ranks papers by score.
     *
     * @param ids distinct ids, none negative; best dense, since memory is taken for each stretch of 1024 ids that holds one
     * @param scores their scores, finite and not negative
     * @param count how many entries of both to read
     * @param tieTolerance the relative difference up to which neighbouring scores are a tie, from 0 (only equal scores) on
     * @throws IllegalArgumentException when an argument is none of this
     */
    public static RankIndex of(int[] ids, double[] scores, int count, double tieTolerance) {
        if (count < 0 || count > ids.length || count > scores.length) {
            throw new IllegalArgumentException("count must be from 0 to %d, the shorter of the arrays, not %d"
                    .formatted(Math.min(ids.length, scores.length), count));
        }
        if (!(tieTolerance >= 0)) {
            throw new IllegalArgumentException("the tie tolerance must be 0 or more, not " + tieTolerance);
        }
        IdTable rankById = new IdTable();
        for (int i = 0; i < count; i++) {
            requireRankable(ids[i], scores[i]);
            if (rankById.put(ids[i], i + 1) != 0) {
                throw new IllegalArgumentException("id %d is given twice".formatted(ids[i]));
            }
        }
        int[] entries = DescendingScores.order(scores, rankById.values(count));
        int[] idByRank = new int[count];
        double[] scoreByRank = new double[count];
        for (int i = 0; i < count; i++) {
            int entry = entries[i] - 1;
            idByRank[i] = ids[entry];
            scoreByRank[i] = scores[entry] + 0.0;
        }
        uniteTies(idByRank, scoreByRank, tieTolerance);
        for (int i = 0; i < count; i++) {
            rankById.put(idByRank[i], i + 1);
        }
        return new RankIndex(idByRank, scoreByRank, rankById);
    }

    /** The number of papers ranked. */
    public int size() {
        return idByRank.length;
    }

    /** Memory that it takes, without object headers. O(highest id / 1024). */
    public long bytes() {
        return (long) size() * (Integer.BYTES + Double.BYTES) + rankById.bytes();
    }

    /** Whether the paper of this id is ranked. */
    public boolean contains(int id) {
        return rankById.get(id) != 0;
    }

    /**
     * The rank of a paper, from 1 (the best) to {@link #size()}.
     *
     * @throws NoSuchElementException when no paper of this id is ranked
     */
    public int rank(int id) {
        int rank = rankById.get(id);
        if (rank == 0) {
            throw new NoSuchElementException("no paper with id %d among the %d ranked".formatted(id, size()));
        }
        return rank;
    }

    /**
     * The share of papers ranked below this one, in percent: (n − rank) / n · 100, from 0 to below 100.
     *
     * @throws NoSuchElementException when no paper of this id is ranked
     */
    public double percentile(int id) {
        return 100.0 * (size() - rank(id)) / size();
    }

    /**
     * The score of a paper; in a tie the highest of those tied.
     *
     * @throws NoSuchElementException when no paper of this id is ranked
     */
    public double score(int id) {
        return scoreByRank[rank(id) - 1];
    }

    /**
     * The id of the paper at a rank.
     *
     * @param rank from 1 to {@link #size()}
     * @throws IndexOutOfBoundsException when the rank is out of range
     */
    public int idAt(int rank) {
        if (rank < 1 || rank > size()) {
            throw new IndexOutOfBoundsException("rank must be from 1 to %d, not %d".formatted(size(), rank));
        }
        return idByRank[rank - 1];
    }

    /**
     * Ids in order of rank; fewer than asked for, or none, where the ranks end.
     *
     * @param firstRank the rank of the first, from 1 on
     * @param length how many at most, from 0 on
     * @throws IllegalArgumentException when either is below its range
     */
    public int[] page(int firstRank, int length) {
        requirePage(firstRank, length);
        int from = Math.min(firstRank - 1, size());
        return Arrays.copyOfRange(idByRank, from, from + Math.min(length, size() - from));
    }

    /**
     * The ids of the best {@code k} papers, best first; of all papers when there are fewer.
     *
     * @throws IllegalArgumentException when {@code k} is negative
     */
    public int[] top(int k) {
        return page(1, k);
    }

    /**
     * Ranks within groups, such as the papers of a venue or of a year: the papers of a group stand in it as they do here. O(papers).
     *
     * @param groupOf the group of a paper's id, from 0 on; a negative number for one that is in none
     */
    public GroupRanks within(IntUnaryOperator groupOf) {
        return new GroupRanks(idByRank, groupOf);
    }

    @Override
    public String toString() {
        return "RankIndex[size=" + size() + "]";
    }

    static void requirePage(int firstRank, int length) {
        if (firstRank < 1 || length < 0) {
            throw new IllegalArgumentException(
                    "a page starts at rank 1 or later and has length 0 or more, not %d and %d"
                            .formatted(firstRank, length));
        }
    }

    static void requireRankable(int id, double score) {
        if (id < 0) {
            throw new IllegalArgumentException("an id must not be negative, but there is " + id);
        }
        if (!(score >= 0 && score < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a score must be finite and not negative, but that of id %d is %s".formatted(id, score));
        }
    }

    private static void uniteTies(int[] idByRank, double[] scoreByRank, double tieTolerance) {
        int from = 0;
        while (from < idByRank.length) {
            int to = from + 1;
            while (to < idByRank.length
                    && scoreByRank[to - 1] - scoreByRank[to] <= tieTolerance * scoreByRank[to - 1]) {
                to++;
            }
            if (scoreByRank[to - 1] != scoreByRank[from]) {
                Arrays.fill(scoreByRank, from, to, scoreByRank[from]);
                Arrays.sort(idByRank, from, to);
            }
            from = to;
        }
    }
}
