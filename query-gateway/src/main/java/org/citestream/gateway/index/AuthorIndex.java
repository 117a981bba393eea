package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The papers of each author. Guarded by the lock of {@link CitationIndex}. */
final class AuthorIndex {

    private static final int UNKNOWN = -1;

    private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
    private final List<IntArrayList> papers = new ArrayList<>();

    AuthorIndex() {
        numbers.defaultReturnValue(UNKNOWN);
    }

    /** Gives a paper new authors and returns their numbers, ascending. */
    int[] replace(int paper, int[] before, List<String> authorIds) {
        int[] after =
                authorIds.stream().mapToInt(this::number).sorted().distinct().toArray();
        if (Arrays.equals(before, after)) {
            return before;
        }
        for (int author : before) {
            papers.get(author).rem(paper);
        }
        for (int author : after) {
            papers.get(author).add(paper);
        }
        return after;
    }

    int[] papersOf(String authorId) {
        int number = numbers.getInt(authorId);
        return number == UNKNOWN ? IntArrays.EMPTY_ARRAY : papers.get(number).toIntArray();
    }

    private int number(String authorId) {
        int known = numbers.getInt(authorId);
        if (known != UNKNOWN) {
            return known;
        }
        numbers.put(authorId, papers.size());
        papers.add(new IntArrayList(1));
        return papers.size() - 1;
    }
}
