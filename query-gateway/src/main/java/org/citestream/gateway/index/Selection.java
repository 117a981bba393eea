package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The live papers that a filter lets through. Guarded by the lock of {@link CitationIndex}. */
final class Selection {

    private final IndexedPapers papers;
    private final PaperFilter filter;

    /** The papers that the author and the two ends of citations leave, or null where the filter names none of these. */
    private final @Nullable IntSet among;
    /** What a paper says of itself does not matter, so it need not be looked at. */
    private final boolean admitsAll;

    Selection(IndexedPapers papers, PaperFilter filter) {
        this.papers = papers;
        this.filter = filter;
        this.among = restriction(papers, filter);
        this.admitsAll = filter.admitsAll();
    }

    /** All of them, in no order. */
    int[] all() {
        if (among != null) {
            return of(among.toIntArray());
        }
        if (admitsAll) {
            return papers.liveIds();
        }
        int[] found = new int[papers.liveCount()];
        int count = 0;
        for (IndexedPaper each : papers.all()) {
            if (each.live && admits(each)) {
                found[count++] = each.id;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Those among some papers, in the order given. */
    int[] of(int[] ids) {
        int[] found = new int[ids.length];
        int count = 0;
        for (int id : ids) {
            if ((among == null || among.contains(id)) && papers.isLive(id) && (admitsAll || admits(id))) {
                found[count++] = id;
            }
        }
        return count == ids.length ? found : Arrays.copyOf(found, count);
    }

    private boolean admits(int id) {
        IndexedPaper paper = papers.live(id);
        return paper != null && admits(paper);
    }

    private boolean admits(IndexedPaper paper) {
        return filter.admits(paper.year, paper.venue, paper.summaryText);
    }

    private static @Nullable IntSet restriction(IndexedPapers papers, PaperFilter filter) {
        IntSet left = null;
        String author = filter.author();
        if (author != null) {
            left = intersection(left, papers.authors().papersOf(author));
        }
        Integer citedBy = filter.citedBy();
        if (citedBy != null) {
            IndexedPaper citing = papers.current(citedBy);
            left = intersection(left, citing == null ? IntArrays.EMPTY_ARRAY : citing.cited);
        }
        Integer cites = filter.cites();
        if (cites != null) {
            IndexedPaper cited = papers.current(cites);
            left = intersection(left, cited == null ? IntArrays.EMPTY_ARRAY : cited.citing());
        }
        return left;
    }

    private static IntSet intersection(@Nullable IntSet left, int[] ids) {
        IntSet found = new IntOpenHashSet(ids);
        if (left != null) {
            found.retainAll(left);
        }
        return found;
    }
}
