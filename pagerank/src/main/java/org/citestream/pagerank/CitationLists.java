package org.citestream.pagerank;

import java.util.Arrays;

/**
 * Who cites whom at one moment, immutable: what an {@link Epoch} and a {@link FullSolve} read while the {@link CitationGraph} goes on.
 *
 * @param entries a {@link ListEntry} a paper, in chunks
 * @param pool the chunks of lists
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
record CitationLists(long[][] entries, int[][] pool, int nodes) {

    long entry(int paper) {
        return entries[paper >>> DoubleChunks.BITS][paper & DoubleChunks.MASK];
    }

    boolean isRemoved(int paper) {
        return ListEntry.isRemoved(entry(paper));
    }

    int[] list(long entry) {
        return pool[ListEntry.chunk(entry)];
    }

    /** The length of a list with those that rest. */
    int listed(long entry) {
        return ListEntry.address(entry) == 0 ? 0 : list(entry)[ListEntry.offset(entry) - 1];
    }

    /** Whether a paper gives a share of its score to another. */
    boolean gives(long entry, int cited) {
        int count = ListEntry.giving(entry);
        if (count == 0) {
            return false;
        }
        int from = ListEntry.offset(entry);
        return holds(list(entry), from, from + count, cited);
    }

    static boolean holds(int[] list, int from, int to, int cited) {
        return list[from] <= cited && list[to - 1] >= cited && Arrays.binarySearch(list, from, to, cited) >= 0;
    }

    /** The same citations with each paper numbered by its position, without removed papers' lists and without resting references. */
    CitationLists byPosition(IntChunks.Frozen paperAt) {
        int[] position = new int[nodes];
        for (int at = 0; at < nodes; at++) {
            position[paperAt.get(at)] = at;
        }
        LongChunks renumbered = new LongChunks();
        ReferencePool lists = new ReferencePool();
        for (int at = 0; at < nodes; at++) {
            long entry = entry(paperAt.get(at));
            int count = ListEntry.giving(entry);
            if (count == 0) {
                renumbered.append(ListEntry.of(0, ListEntry.isRemoved(entry), 0));
                continue;
            }
            long address = lists.allocate(count + 1);
            int[] to = lists.chunks()[ReferencePool.chunk(address)];
            int start = ReferencePool.offset(address);
            int[] from = list(entry);
            int offset = ListEntry.offset(entry);
            to[start] = count;
            for (int i = 0; i < count; i++) {
                to[start + 1 + i] = position[from[offset + i]];
            }
            Arrays.sort(to, start + 1, start + 1 + count);
            renumbered.append(ListEntry.of(address, false, count));
        }
        return new CitationLists(renumbered.freeze(), lists.chunks(), nodes);
    }
}
