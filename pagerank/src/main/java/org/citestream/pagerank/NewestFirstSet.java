package org.citestream.pagerank;

import java.util.Arrays;

/**
 * A set of positions that is emptied from the largest down: a bitset with summaries, each bit of a level telling whether a word of
 * the level below holds any bit. Adding is idempotent; adding and removing touch one word a level, four levels for up to
 * 16.7 million positions. 0.13 bytes a position. The lowest level is in pages, so that growing copies only the summaries.
 */
final class NewestFirstSet {

    private static final int PAGE_BITS = 12;
    private static final int PAGE_WORDS = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_WORDS - 1;

    private long[][] pages = {new long[1]};
    private int words = 1;

    /** The levels above the lowest; the last has one word. */
    private long[][] levels = new long[0][];

    private int size;

    /** Makes room for positions below {@code capacity}. */
    void ensureCapacity(int capacity) {
        int needed = words(capacity);
        if (needed <= words) {
            return;
        }
        if (needed <= PAGE_WORDS) {
            words = Math.min(PAGE_WORDS, Math.max(needed, words * 2));
            pages[0] = Arrays.copyOf(pages[0], words);
        } else {
            int count = (needed + PAGE_MASK) >>> PAGE_BITS;
            int before = pages.length;
            pages = Arrays.copyOf(pages, count);
            pages[0] = Arrays.copyOf(pages[0], PAGE_WORDS);
            for (int page = before; page < count; page++) {
                pages[page] = new long[PAGE_WORDS];
            }
            words = count << PAGE_BITS;
        }
        resizeSummaries();
    }

    /** Levels keep their words, and one above the former highest starts with what that holds. */
    private void resizeSummaries() {
        int height = 0;
        for (int length = words; length > 1; length = words(length)) {
            height++;
        }
        int before = levels.length;
        levels = Arrays.copyOf(levels, height);
        int length = words;
        for (int level = 0; level < height; level++) {
            length = words(length);
            if (level < before) {
                levels[level] = Arrays.copyOf(levels[level], length);
            } else {
                levels[level] = new long[length];
                long below = level == 0 ? pages[0][0] : levels[level - 1][0];
                levels[level][0] = below != 0 ? 1 : 0;
            }
        }
    }

    int size() {
        return size;
    }

    void add(int position) {
        int word = position >>> 6;
        long[] page = pages[word >>> PAGE_BITS];
        long before = page[word & PAGE_MASK];
        long bit = 1L << position;
        if ((before & bit) != 0) {
            return;
        }
        page[word & PAGE_MASK] = before | bit;
        size++;
        // A word that held a bit already is marked in the level above.
        for (int level = 0; before == 0 && level < levels.length; level++) {
            bit = 1L << word;
            word >>>= 6;
            before = levels[level][word];
            levels[level][word] = before | bit;
        }
    }

    /** Removes and returns the largest position below {@code limit}, or returns -1 when there is none. */
    int removeBelow(int limit) {
        int position = largestBelow(limit);
        if (position >= 0) {
            remove(position);
        }
        return position;
    }

    void clear() {
        for (long[] page : pages) {
            Arrays.fill(page, 0);
        }
        for (long[] level : levels) {
            Arrays.fill(level, 0);
        }
        size = 0;
    }

    private int largestBelow(int limit) {
        int at = limit - 1;
        // At the lowest level the bit itself is looked at too; higher up it stands for the word already searched.
        long mask = -1L >>> (63 - at);
        for (int level = -1; at >= 0 && level < levels.length; level++) {
            int word = at >>> 6;
            long found = word(level, word) & mask;
            if (found != 0) {
                int position = (word << 6) | (63 - Long.numberOfLeadingZeros(found));
                for (int lower = level - 1; lower >= -1; lower--) {
                    position = (position << 6) | (63 - Long.numberOfLeadingZeros(word(lower, position)));
                }
                return position;
            }
            at = word;
            mask = (1L << word) - 1;
        }
        return -1;
    }

    private long word(int level, int word) {
        return level < 0 ? pages[word >>> PAGE_BITS][word & PAGE_MASK] : levels[level][word];
    }

    private void remove(int position) {
        int word = position >>> 6;
        long[] page = pages[word >>> PAGE_BITS];
        long left = page[word & PAGE_MASK] & ~(1L << position);
        page[word & PAGE_MASK] = left;
        for (int level = 0; left == 0 && level < levels.length; level++) {
            long bit = 1L << word;
            word >>>= 6;
            left = levels[level][word] & ~bit;
            levels[level][word] = left;
        }
        size--;
    }

    private static int words(int bits) {
        return (int) ((bits + 63L) >>> 6);
    }
}
