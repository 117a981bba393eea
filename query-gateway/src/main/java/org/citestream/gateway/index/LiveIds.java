package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

/** Which papers are live: a bit for each id. Changed under the lock of {@link CitationIndex}, and read by everybody without it. */
final class LiveIds {

    private volatile AtomicLongArray words = new AtomicLongArray(16);

    boolean contains(int id) {
        AtomicLongArray now = words;
        int word = id >> 6;
        return id >= 0 && word < now.length() && (now.get(word) & 1L << id) != 0;
    }

    /**
     * All of them, ascending.
     *
     * @param about how many there are
     */
    int[] toArray(int about) {
        AtomicLongArray now = words;
        IntArrayList ids = new IntArrayList(about);
        for (int word = 0; word < now.length(); word++) {
            for (long left = now.get(word); left != 0; left &= left - 1) {
                ids.add((word << 6) + Long.numberOfTrailingZeros(left));
            }
        }
        return ids.toIntArray();
    }

    void set(int id, boolean live) {
        int word = id >> 6;
        AtomicLongArray now = words;
        if (word >= now.length()) {
            AtomicLongArray grown = new AtomicLongArray(Math.max(word + 1, now.length() + (now.length() >> 1)));
            for (int i = 0; i < now.length(); i++) {
                grown.set(i, now.get(i));
            }
            words = grown;
            now = grown;
        }
        now.set(word, live ? now.get(word) | 1L << id : now.get(word) & ~(1L << id));
    }
}
