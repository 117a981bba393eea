package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Collection;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.gateway.index.CitationIndex.Sizes;
import org.jspecify.annotations.Nullable;

/**
 * The papers of a {@link CitationIndex}, and what the records of the topics change of them. Guarded by its lock, but for {@link
 * #isLive}.
 */
final class IndexedPapers {

    // As measured by the heap, within a tenth: what a paper takes beside its title and references, authors and keys
    // with their place in it.
    private static final int PAPER_BYTES = 210;
    private static final int AUTHOR_BYTES = 260;
    private static final int KEY_BYTES = 60;
    /** Of an empty string and its array. */
    private static final int TEXT_BYTES = 40;

    private static final int LATIN_1 = 0xff;
    private static final int LONGEST_CHAIN_OF_MERGERS = 20;

    private final Int2ObjectOpenHashMap<IndexedPaper> papers = new Int2ObjectOpenHashMap<>();
    private final AuthorIndex authors = new AuthorIndex();
    private final KeyIndex keys = new KeyIndex();
    private final LiveIds liveIds = new LiveIds();
    private final Stages stages = new Stages(this);
    private int live;
    private int highestId;
    private long citations;
    private long titleBytes;
    /** Ids in lists, as {@link IndexedPaper#listed} counts them. */
    private long listed;

    boolean apply(PaperEvent event, long offset) {
        IndexedPaper paper = paper(event.id());
        if (event.version() <= paper.version) {
            return false;
        }
        if (event.status() == PaperStatus.LIVE) {
            highestId = Math.max(highestId, event.id());
        }
        stages.leave(paper);
        titleBytes += bytes(event.title()) - (paper.title == null ? 0 : bytes(paper.title));
        paper.version = event.version();
        paper.offset = offset;
        paper.title = event.title();
        paper.foldedTitle = FoldedTitle.of(event.title());
        paper.year = event.year();
        paper.venue = event.venue() == null ? null : event.venue().intern();
        paper.authors = authors.replace(paper.id, paper.authors, event.authors());
        paper.keys = keys.replace(paper.id, paper.keys, event.keys());
        Integer into = event.mergedInto();
        paper.mergedInto = into == null ? IndexedPaper.NONE : into;
        setLive(paper, event.status() == PaperStatus.LIVE);
        stages.enter(paper);
        stages.await(paper);
        return true;
    }

    boolean apply(ReferencesEvent event, long offset) {
        IndexedPaper paper = paper(event.id());
        if (event.version() <= paper.referencesVersion) {
            return false;
        }
        paper.referencesVersion = event.version();
        paper.referencesOffset = offset;
        paper.unresolved = event.unresolved();
        int[] cited = sortedSet(event.cited(), paper.id);
        moveCitations(paper, cited);
        listed -= paper.listed();
        paper.setReferences(cited, sortedSet(event.self(), paper.id));
        listed += paper.listed();
        stages.await(paper);
        return true;
    }

    boolean apply(SummaryEvent event) {
        IndexedPaper paper = paper(event.id());
        if (event.version() <= paper.summaryVersion) {
            return false;
        }
        stages.leave(paper);
        paper.summaryVersion = event.version();
        paper.summary = event.status();
        paper.summaryText = event.text() != null;
        stages.enter(paper);
        return true;
    }

    /** Takes in whether there is a vector of a paper, of any model, and whether it is known that there will be none. */
    void setEmbedded(int id, boolean embedded, boolean withoutVector) {
        IndexedPaper paper = paper(id);
        stages.leave(paper);
        paper.embedded = embedded;
        paper.withoutVector = withoutVector;
        stages.enter(paper);
    }

    /**
     * A paper of which a record has come.
     *
     * @throws IllegalArgumentException if none has
     */
    IndexedPaper known(int id) {
        IndexedPaper paper = papers.get(id);
        if (paper == null) {
            throw new IllegalArgumentException("Nothing has come of " + id);
        }
        return paper;
    }

    Stages stages() {
        return stages;
    }

    /** A paper, or what is known of one that has not arrived. */
    @Nullable
    IndexedPaper get(int id) {
        return papers.get(id);
    }

    @Nullable
    IndexedPaper live(int id) {
        IndexedPaper paper = papers.get(id);
        return paper != null && paper.live ? paper : null;
    }

    /** All that are known, whether they are live or not. */
    Int2ObjectMap<IndexedPaper> byId() {
        return papers;
    }

    /** All that are known, whether they are live or not, in no order. */
    Collection<IndexedPaper> all() {
        return papers.values();
    }

    AuthorIndex authors() {
        return authors;
    }

    KeyIndex keys() {
        return keys;
    }

    /** The live paper of an id, or that which it became; null where there is neither. */
    @Nullable
    IndexedPaper current(int id) {
        IndexedPaper paper = get(id);
        for (int step = 0; step < LONGEST_CHAIN_OF_MERGERS && paper != null && !paper.live; step++) {
            paper = paper.mergedInto == IndexedPaper.NONE ? null : get(paper.mergedInto);
        }
        return paper != null && paper.live ? paper : null;
    }

    /** Told without the lock. */
    boolean isLive(int id) {
        return liveIds.contains(id);
    }

    /** Those that are live, ascending. */
    int[] liveIds() {
        return liveIds.toArray(live);
    }

    int liveCount() {
        return live;
    }

    long citations() {
        return citations;
    }

    int highestId() {
        return highestId;
    }

    Sizes sizes() {
        return new Sizes(live, citations, authors.size(), keys.size(), bytes());
    }

    private long bytes() {
        return (long) PAPER_BYTES * papers.size()
                + titleBytes
                + Integer.BYTES * listed
                + (long) AUTHOR_BYTES * authors.size()
                + (long) KEY_BYTES * keys.size();
    }

    private static int bytes(String text) {
        boolean narrow = text.chars().allMatch(each -> each <= LATIN_1);
        return TEXT_BYTES + (narrow ? 1 : 2) * text.length();
    }

    private void setLive(IndexedPaper paper, boolean nowLive) {
        if (paper.live == nowLive) {
            return;
        }
        paper.live = nowLive;
        paper.liveOffset = paper.offset;
        liveIds.set(paper.id, nowLive);
        int sign = nowLive ? 1 : -1;
        live += sign;
        citations += sign * (long) paper.citations;
        for (int each : paper.cited) {
            count(paper(each), sign);
        }
    }

    private void moveCitations(IndexedPaper paper, int[] cited) {
        int[] before = paper.cited;
        int i = 0;
        int j = 0;
        while (i < before.length || j < cited.length) {
            if (j == cited.length || (i < before.length && before[i] < cited[j])) {
                IndexedPaper gone = paper(before[i++]);
                gone.removeCiting(paper.id);
                count(gone, paper.live ? -1 : 0);
            } else if (i == before.length || cited[j] < before[i]) {
                IndexedPaper added = paper(cited[j++]);
                added.addCiting(paper.id);
                count(added, paper.live ? 1 : 0);
            } else {
                i++;
                j++;
            }
        }
    }

    private void count(IndexedPaper cited, int difference) {
        cited.citations += difference;
        citations += cited.live ? difference : 0;
    }

    private static int[] sortedSet(Collection<Integer> ids, int without) {
        IntArrayList sorted = new IntArrayList(ids.size());
        ids.stream()
                .mapToInt(Integer::intValue)
                .filter(id -> id != without)
                .sorted()
                .distinct()
                .forEach(sorted::add);
        return sorted.isEmpty() ? IntArrays.EMPTY_ARRAY : sorted.toIntArray();
    }

    private IndexedPaper paper(int id) {
        return papers.computeIfAbsent(id, IndexedPaper::new);
    }
}
