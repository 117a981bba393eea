package org.citestream.pagerank;

import java.util.Arrays;

/**
 * One reference list made fit for the graph: ascending, without repeats and without the citing paper itself. Reused from
 * one list to the next.
 */
final class ReferenceSet {

    private int[] papers = new int[64];
    private int size;
    private int repeated;
    private int selfLoops;

    /** Takes the first {@code count} of {@code cited}, all known to be papers. */
    void fill(int citing, int[] cited, int count) {
        if (papers.length < count) {
            papers = new int[count];
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (cited[i] != citing) {
                papers[kept++] = cited[i];
            }
        }
        selfLoops = count - kept;
        Arrays.sort(papers, 0, kept);
        size = 0;
        for (int i = 0; i < kept; i++) {
            if (size == 0 || papers[size - 1] != papers[i]) {
                papers[size++] = papers[i];
            }
        }
        repeated = kept - size;
    }

    /** How many of the ascending {@code list[from .. to-1]} this set holds. */
    int common(int[] list, int from, int to) {
        int common = 0;
        int mine = 0;
        for (int i = from; i < to && mine < size; i++) {
            while (mine < size && papers[mine] < list[i]) {
                mine++;
            }
            if (mine < size && papers[mine] == list[i]) {
                common++;
                mine++;
            }
        }
        return common;
    }

    int get(int index) {
        return papers[index];
    }

    int size() {
        return size;
    }

    /** Entries dropped because the same paper was there already. */
    int repeated() {
        return repeated;
    }

    /** Entries dropped because they were the citing paper. */
    int selfLoops() {
        return selfLoops;
    }
}
