package org.citestream.pagerank;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.IntUnaryOperator;

/**
 * The ranks of papers among those of their group: of their venue, or of their year, since PageRank favours the old, who had longer to
 * be cited. Made by {@link RankIndex#within}. Immutable, so safe to share between threads; every lookup is O(1), at 12 bytes a paper.
 */
public final class GroupRanks {

    private final Map<Integer, Group> groups = new HashMap<>();
    private final IdTable rankById = new IdTable();
    private final IdTable groupById = new IdTable();

    /** Ids in order of rank. */
    private static final class Group {
        int[] ids = new int[4];
        int size;

        int add(int id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, size * 2);
            }
            ids[size++] = id;
            return size;
        }
    }

    GroupRanks(int[] idByRank, IntUnaryOperator groupOf) {
        for (int id : idByRank) {
            int group = groupOf.applyAsInt(id);
            if (group >= 0) {
                rankById.put(id, groups.computeIfAbsent(group, _ -> new Group()).add(id));
                groupById.put(id, group);
            }
        }
    }

    /** Whether the paper of this id is in a group. */
    public boolean contains(int id) {
        return rankById.get(id) != 0;
    }

    /**
     * The rank of a paper in its group, from 1 (the best) to the size of the group.
     *
     * @throws NoSuchElementException when no paper of this id is in a group
     */
    public int rank(int id) {
        int rank = rankById.get(id);
        if (rank == 0) {
            throw new NoSuchElementException(
                    "no paper with id %d in any of the %d groups".formatted(id, groups.size()));
        }
        return rank;
    }

    /**
     * The share of its group ranked below this paper, in percent, from 0 to below 100.
     *
     * @throws NoSuchElementException when no paper of this id is in a group
     */
    public double percentile(int id) {
        int rank = rank(id);
        int size = size(group(id));
        return 100.0 * (size - rank) / size;
    }

    /**
     * The group of a paper.
     *
     * @throws NoSuchElementException when no paper of this id is in a group
     */
    public int group(int id) {
        rank(id);
        return groupById.get(id);
    }

    /** The number of papers in a group; 0 where there is no such group. */
    public int size(int group) {
        Group members = groups.get(group);
        return members == null ? 0 : members.size;
    }

    /**
     * Ids of a group in order of rank; fewer than asked for, or none, where its ranks end.
     *
     * @param firstRank the rank of the first in the group, from 1 on
     * @param length how many at most, from 0 on
     * @throws IllegalArgumentException when either is below its range
     */
    public int[] page(int group, int firstRank, int length) {
        RankIndex.requirePage(firstRank, length);
        Group members = groups.get(group);
        if (members == null) {
            return new int[0];
        }
        int from = Math.min(firstRank - 1, members.size);
        return Arrays.copyOfRange(members.ids, from, from + Math.min(length, members.size - from));
    }

    @Override
    public String toString() {
        return "GroupRanks[groups=" + groups.size() + "]";
    }
}
