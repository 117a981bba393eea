package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which papers carry an identity key. Usually one; more while a key moves from one to another, or where a retired paper still
 * names it. Held by a hash of the key, some 60 bytes each. Guarded by the lock of {@link CitationIndex}.
 */
final class KeyIndex {

    private final Long2ObjectOpenHashMap<int[]> holders = new Long2ObjectOpenHashMap<>();

    /** Gives a paper new keys and returns their hashes. */
    long[] replace(int paper, long[] before, List<String> keys) {
        long[] after =
                keys.stream().mapToLong(KeyIndex::hash).sorted().distinct().toArray();
        if (Arrays.equals(before, after)) {
            return before;
        }
        for (long key : before) {
            int[] left =
                    Arrays.stream(of(key)).filter(holder -> holder != paper).toArray();
            if (left.length == 0) {
                holders.remove(key);
            } else {
                holders.put(key, left);
            }
        }
        for (long key : after) {
            int[] held = of(key);
            int[] more = Arrays.copyOf(held, held.length + 1);
            more[held.length] = paper;
            holders.put(key, more);
        }
        return after;
    }

    int[] holders(String key) {
        return of(hash(key));
    }

    int size() {
        return holders.size();
    }

    private int[] of(long hash) {
        int @Nullable [] held = holders.get(hash);
        return held == null ? IntArrays.EMPTY_ARRAY : held;
    }

    private static long hash(String key) {
        long hash = HashCommon.murmurHash3(key.length());
        for (int i = 0; i < key.length(); i++) {
            hash = HashCommon.murmurHash3(hash * 31 + key.charAt(i));
        }
        return hash;
    }
}
