package org.citestream.ranking.spark;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/** The node number of each paper and whether it counts, by id: four bytes a paper, which every worker holds. */
final class NodeNumbers implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int[] EMPTY = new int[0];

    /** By id: node + 1 of a paper that counts, -(node + 1) of one that does not, 0 where there is none. */
    private int[][] pages = {};

    void put(int id, int node, boolean live) {
        int page = id >>> PAGE_BITS;
        if (page >= pages.length) {
            int before = pages.length;
            pages = Arrays.copyOf(pages, Math.max(page + 1, before * 2));
            Arrays.fill(pages, before, pages.length, EMPTY);
        }
        if (pages[page].length == 0) {
            pages[page] = new int[PAGE];
        }
        pages[page][id & PAGE - 1] = live ? node + 1 : -(node + 1);
    }

    boolean isSeen(int id) {
        return value(id) != 0;
    }

    boolean counts(int id) {
        return value(id) > 0;
    }

    /** The node of a paper that was seen, or -1. */
    int node(int id) {
        return Math.abs(value(id)) - 1;
    }

    private int value(int id) {
        int page = id >>> PAGE_BITS;
        return page < pages.length && pages[page].length > 0 ? pages[page][id & PAGE - 1] : 0;
    }
}
