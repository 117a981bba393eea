package org.citestream.gateway.view;

import java.util.List;

/**
 * Which part of a list is asked for.
 *
 * @param page from 1 on
 * @param size from 1 to {@link #LARGEST_SIZE}
 */
public record PageRequest(int page, int size) {

    /** The most papers that a page holds. */
    public static final int LARGEST_SIZE = 200;

    /** How many papers a page holds unless asked otherwise. */
    public static final int USUAL_SIZE = 20;

    public PageRequest {
        if (page < 1 || size < 1 || size > LARGEST_SIZE) {
            throw new IllegalArgumentException("no such page: " + page + " of size " + size);
        }
    }

    <T> List<T> of(List<T> all) {
        long from = Math.min(all.size(), (page - 1L) * size);
        return all.subList((int) from, (int) Math.min(all.size(), from + size));
    }
}
