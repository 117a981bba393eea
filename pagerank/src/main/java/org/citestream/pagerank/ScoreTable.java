package org.citestream.pagerank;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Scores by id, in pages as {@link IdTable} has them; NaN, which no score is, stands for none. */
final class ScoreTable {

    private static final int PAGE_BITS = 10;
    private static final int PAGE_LENGTH = 1 << PAGE_BITS;

    private double[] @Nullable [] pages = new double[4][];

    void put(int id, double score) {
        int number = id >>> PAGE_BITS;
        if (number >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(number + 1, pages.length * 2));
        }
        double[] page = pages[number];
        if (page == null) {
            page = new double[PAGE_LENGTH];
            Arrays.fill(page, Double.NaN);
            pages[number] = page;
        }
        page[id & (PAGE_LENGTH - 1)] = score;
    }

    void remove(int id) {
        put(id, Double.NaN);
    }

    boolean contains(int id) {
        return !Double.isNaN(get(id));
    }

    /** The score of an id that isn't negative; NaN where there is none. */
    double get(int id) {
        int number = id >>> PAGE_BITS;
        double[] page = number < pages.length ? pages[number] : null;
        return page == null ? Double.NaN : page[id & (PAGE_LENGTH - 1)];
    }
}
