package org.citestream.pagerank;

/**
 * Sorts entries by score, highest first, stably. A radix sort over the bits of the doubles, which for numbers that aren't
 * negative order as the numbers do: comparing boxed entries took fifteen times as long on ten million.
 */
final class DescendingScores {

    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private DescendingScores() {}

    /**
     * Orders entries, each the index of a score plus 1; those of equal score stay as they are among themselves.
     *
     * @param scores finite and not negative
     * @return the entries in a new order; {@code entries} is used up
     */
    static int[] order(double[] scores, int[] entries) {
        int count = entries.length;
        long[] keys = new long[count];
        long differing = 0;
        for (int i = 0; i < count; i++) {
            // Adding 0 makes -0 a 0, the complement makes the order descend.
            keys[i] = ~Double.doubleToRawLongBits(scores[entries[i] - 1] + 0.0);
            differing |= keys[i] ^ keys[0];
        }
        long[] nextKeys = new long[count];
        int[] nextEntries = new int[count];
        for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
            if (((differing >>> shift) & (DIGITS - 1)) == 0) {
                continue;
            }
            int[] start = new int[DIGITS];
            for (long key : keys) {
                start[digit(key, shift)]++;
            }
            int sum = 0;
            for (int digit = 0; digit < DIGITS; digit++) {
                int ofDigit = start[digit];
                start[digit] = sum;
                sum += ofDigit;
            }
            for (int i = 0; i < count; i++) {
                int to = start[digit(keys[i], shift)]++;
                nextKeys[to] = keys[i];
                nextEntries[to] = entries[i];
            }
            long[] sortedKeys = nextKeys;
            nextKeys = keys;
            keys = sortedKeys;
            int[] sortedEntries = nextEntries;
            nextEntries = entries;
            entries = sortedEntries;
        }
        return entries;
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & (DIGITS - 1);
    }
}
