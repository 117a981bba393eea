package org.citestream.gateway.catalogue;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Orders ids without an object for any: each is one number, of which the upper half is what it goes by and the lower half the id, or its place. */
final class Ordering {

    private Ordering() {}

    /** Ids by what they go by, ascending; those of which that is the same by their ids. */
    static int[] ascending(int[] ids, IntUnaryOperator by) {
        long[] keys = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            keys[i] = key(by.applyAsInt(ids[i]), ids[i]);
        }
        return sorted(keys);
    }

    /** The places from 0 to below a number, by what they go by, ascending; those of which that is the same as they stand. */
    static int[] places(int number, IntUnaryOperator by) {
        long[] keys = new long[number];
        for (int place = 0; place < number; place++) {
            keys[place] = key(by.applyAsInt(place), place);
        }
        return sorted(keys);
    }

    /** The lower half is never negative. */
    private static long key(int by, int lower) {
        return (long) by << Integer.SIZE | lower;
    }

    private static int[] sorted(long[] keys) {
        Arrays.sort(keys);
        int[] lower = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            lower[i] = (int) keys[i];
        }
        return lower;
    }
}
