package org.citestream.pagerank;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ints by id, 0 where none is set: an array cut into pages, so that one id near 2³¹ takes a page and not 8 GB.
 */
final class IdTable {

    private static final int PAGE_BITS = 10;
    private static final int PAGE_LENGTH = 1 << PAGE_BITS;

    private int[] @Nullable [] pages = new int[4][];

    /** Sets the value of an id that isn't negative and returns the one before. */
    int put(int id, int value) {
        int number = id >>> PAGE_BITS;
        if (number >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(number + 1, pages.length * 2));
        }
        int[] page = pages[number];
        if (page == null) {
            page = new int[PAGE_LENGTH];
            pages[number] = page;
        }
        int before = page[id & (PAGE_LENGTH - 1)];
        page[id & (PAGE_LENGTH - 1)] = value;
        return before;
    }

    /** The value of any id; 0 for a negative one. */
    int get(int id) {
        int number = id >>> PAGE_BITS;
        if (number >= pages.length) {
            return 0;
        }
        int[] page = pages[number];
        return page == null ? 0 : page[id & (PAGE_LENGTH - 1)];
    }

    /** Memory that the pages take. */
    long bytes() {
        long bytes = 0;
        for (int[] page : pages) {
            bytes += page == null ? 0 : PAGE_LENGTH * Integer.BYTES;
        }
        return bytes;
    }

    /** The values set, {@code count} of them, ascending by id. */
    int[] values(int count) {
        int[] values = new int[count];
        int next = 0;
        for (int[] page : pages) {
            if (page != null) {
                for (int value : page) {
                    if (value != 0) {
                        values[next++] = value;
                    }
                }
            }
        }
        return values;
    }
}
