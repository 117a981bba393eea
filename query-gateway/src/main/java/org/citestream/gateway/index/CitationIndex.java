package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.gateway.index.CitationNeighbourhood.Edge;
import org.jspecify.annotations.Nullable;

/**
 * Who cites whom, with the little that lists and counts need of each paper.
 *
 * <p>A citation is kept once its {@code references} record has come and counts while both its ends are live. Each is held from
 * both sides and changed under one lock, so that the citing and the cited lists agree with each other and with the counts
 * whatever the order in which the topics are read. A record whose version is not above the one kept changes nothing.
 *
 * <p>Cost: a change takes time in proportion to the references it adds and removes; 4 bytes a citation from each side and about
 * 220 bytes a paper beside its title.
 */
public final class CitationIndex {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Int2ObjectOpenHashMap<IndexedPaper> papers = new Int2ObjectOpenHashMap<>();
    private final AuthorIndex authors = new AuthorIndex();
    private final KeyIndex keys = new KeyIndex();
    private final LiveIds liveIds = new LiveIds();
    private int live;
    private int highestId;
    private long citations;
    private final AtomicLong changes = new AtomicLong();

    /** Takes in what a paper says of itself, read at {@code offset} of its partition; tells whether it was news. */
    public boolean apply(PaperEvent event, long offset) {
        return change(() -> {
            IndexedPaper paper = paper(event.id());
            if (event.version() <= paper.version) {
                return false;
            }
            if (event.status() == PaperStatus.LIVE) {
                highestId = Math.max(highestId, event.id());
            }
            paper.version = event.version();
            paper.offset = offset;
            paper.title = event.title();
            paper.foldedTitle = FoldedTitle.of(event.title());
            paper.year = event.year();
            paper.venue = event.venue() == null ? null : event.venue().intern();
            paper.authors = authors.replace(paper.id, paper.authors, event.authors());
            paper.keys = keys.replace(paper.id, paper.keys, event.keys());
            setLive(paper, event.status() == PaperStatus.LIVE);
            return true;
        });
    }

    /** Takes in whom a paper cites, read at {@code offset} of its partition; tells whether it was news. */
    public boolean apply(ReferencesEvent event, long offset) {
        return change(() -> {
            IndexedPaper paper = paper(event.id());
            if (event.version() <= paper.referencesVersion) {
                return false;
            }
            paper.referencesVersion = event.version();
            paper.referencesOffset = offset;
            paper.unresolved = event.unresolved();
            int[] cited = sortedSet(event.cited(), paper.id);
            moveCitations(paper, cited);
            paper.setReferences(cited, sortedSet(event.self(), paper.id));
            return true;
        });
    }

    /** Takes in whether a paper has a summary; tells whether it was news. */
    boolean apply(SummaryEvent event) {
        return change(() -> {
            IndexedPaper paper = paper(event.id());
            if (event.version() <= paper.summaryVersion) {
                return false;
            }
            paper.summaryVersion = event.version();
            paper.summary = event.status();
            paper.summaryText = event.text() != null;
            return true;
        });
    }

    /** What lists call some papers, by id; those that have not been read are left out. */
    public Map<Integer, NamedPaper> named(Collection<Integer> ids) {
        return read(() -> {
            Map<Integer, NamedPaper> named = HashMap.newHashMap(ids.size());
            for (int id : ids) {
                IndexedPaper paper = papers.get(id);
                if (paper != null && paper.title != null) {
                    named.put(id, new NamedPaper(paper.title, paper.venue, paper.year));
                }
            }
            return named;
        });
    }

    /** Grows with each change; equal exactly while nothing has changed. */
    public long changes() {
        return changes.get();
    }

    /** How many entries there are: live papers, citations between them, authors who were named, keys of papers. */
    public record Sizes(int papers, long citations, int authors, int keys) {

        private static final int PAPER_BYTES = 200;
        private static final int CITATION_BYTES = 2 * Integer.BYTES;
        private static final int AUTHOR_BYTES = 200;
        private static final int KEY_BYTES = 40;

        /** Memory that they take, about: a citation is in the list of either paper, names and ids of authors are texts. */
        public long bytes() {
            return (long) PAPER_BYTES * papers
                    + CITATION_BYTES * citations
                    + (long) AUTHOR_BYTES * authors
                    + (long) KEY_BYTES * keys;
        }
    }

    public Sizes sizes() {
        return read(() -> new Sizes(live, citations, authors.size(), keys.size()));
    }

    /** How many papers are live. */
    public int papers() {
        return read(() -> live);
    }

    /** How many citations there are between live papers. */
    public long citations() {
        return read(() -> citations);
    }

    /** The highest id of any paper that is or was live, which is that of the newest; 0 where there is none. */
    public int highestId() {
        return read(() -> highestId);
    }

    /** Whether there is a live paper of this id; told without waiting. */
    public boolean isLive(int id) {
        return liveIds.contains(id);
    }

    /** Whether there is a live paper of an id that is another work than a paper: not it, nor a version of it, under the same title and by one of its authors. */
    public boolean isAnotherWork(int id, int than) {
        return read(() -> {
            IndexedPaper paper = live(id);
            IndexedPaper other = papers.get(than);
            return paper != null && id != than && (other == null || !paper.isVersionOf(other));
        });
    }

    /** Whom a paper cites and who cites it, live papers only; empty where the paper itself is not live. */
    public CitationNeighbourhood neighbourhood(int id) {
        return read(() -> {
            IndexedPaper paper = live(id);
            if (paper == null) {
                return CitationNeighbourhood.NONE;
            }
            List<Edge> citing = new ArrayList<>();
            for (int each : paper.citing()) {
                IndexedPaper other = live(each);
                if (other != null) {
                    citing.add(new Edge(each, other.year, other.citations, other.citesItself(id)));
                }
            }
            List<Edge> cited = new ArrayList<>();
            for (int each : paper.cited) {
                IndexedPaper other = live(each);
                if (other != null) {
                    cited.add(new Edge(each, other.year, other.citations, paper.citesItself(each)));
                }
            }
            return new CitationNeighbourhood(citing, cited, paper.unresolved);
        });
    }

    /** The same in figures, without a list of them. */
    public CitationFigures figures(int id) {
        return read(() -> {
            IndexedPaper paper = live(id);
            if (paper == null) {
                return CitationFigures.NONE;
            }
            // The year, and in the lowest bit whether it shares an author.
            int[] citing = new int[paper.citingCount()];
            int count = 0;
            for (int i = 0; i < citing.length; i++) {
                IndexedPaper other = live(paper.citing(i));
                if (other != null) {
                    citing[count++] = other.year << 1 | (other.citesItself(id) ? 1 : 0);
                }
            }
            int cited = 0;
            for (int each : paper.cited) {
                cited += liveIds.contains(each) ? 1 : 0;
            }
            Arrays.sort(citing, 0, count);
            int nonSelf = 0;
            List<CitationFigures.Year> years = new ArrayList<>();
            for (int begin = 0, end = 0; begin < count; begin = end) {
                int self = 0;
                int year = citing[begin] >> 1;
                while (end < count && citing[end] >> 1 == year) {
                    self += citing[end++] & 1;
                }
                years.add(new CitationFigures.Year(year, end - begin, end - begin - self));
                nonSelf += end - begin - self;
            }
            return new CitationFigures(count, nonSelf, years, cited, paper.unresolved);
        });
    }

    /** All live papers, in no order. */
    public List<Edge> livePapers() {
        return read(() -> {
            List<Edge> found = new ArrayList<>(live);
            for (IndexedPaper each : papers.values()) {
                if (each.live) {
                    found.add(new Edge(each.id, each.year, each.citations, false));
                }
            }
            return found;
        });
    }

    /** Whether a paper is by an author. */
    public boolean isBy(int id, String authorId) {
        return read(() -> IntArrayList.wrap(authors.papersOf(authorId)).contains(id));
    }

    /** Those who wrote most of some papers, the most papers first, so many at most. */
    public List<NamedAuthor> authorsOf(int[] ids, int most) {
        return division(ids, most).authors();
    }

    /** How the live ones of some papers divide, with so many of their authors at most. */
    public Division division(int[] ids, int mostAuthors) {
        return read(() -> {
            Division.Counts counts = new Division.Counts();
            for (int id : ids) {
                IndexedPaper paper = live(id);
                if (paper != null) {
                    counts.add(paper);
                }
            }
            return counts.division(authors, mostAuthors);
        });
    }

    /** How an author is written, or null where no paper names one of this id. */
    public @Nullable String nameOf(String authorId) {
        return read(() -> {
            NamedAuthor author = authors.author(authorId);
            return author == null ? null : author.name();
        });
    }

    /** By author who has live papers, the sum over them of what a paper is worth. */
    public Map<String, Double> sumsByAuthor(IntToDoubleFunction worth) {
        return read(() -> {
            Map<String, Double> sums = new HashMap<>();
            for (int author = 0; author < authors.size(); author++) {
                double sum = 0;
                boolean any = false;
                for (int paper : authors.papersOf(author)) {
                    if (live(paper) != null) {
                        any = true;
                        sum += worth.applyAsDouble(paper);
                    }
                }
                if (any) {
                    sums.put(authors.author(author).id(), sum);
                }
            }
            return sums;
        });
    }

    /** What all live papers are told apart by, in no order. */
    public List<PaperFacts> allFacts() {
        return read(() -> {
            List<PaperFacts> found = new ArrayList<>(live);
            for (IndexedPaper each : papers.values()) {
                if (each.live) {
                    found.add(new PaperFacts(each.id, each.year, each.citations, each.venue, each.summaryText));
                }
            }
            return found;
        });
    }

    /** The ids of the authors who are, or were, known by the id that a name alone gives; ascending. */
    public List<String> authorsKnownAs(String alias) {
        return read(() -> authors.knownAs(alias));
    }

    /** The live papers of an author, in no order. */
    public List<Edge> papersOf(String authorId) {
        return read(() -> {
            List<Edge> found = new ArrayList<>();
            for (int each : authors.papersOf(authorId)) {
                IndexedPaper paper = live(each);
                if (paper != null) {
                    found.add(new Edge(each, paper.year, paper.citations, false));
                }
            }
            return found;
        });
    }

    /** What the lists tell papers apart by, live papers only, in the order of the ids given. */
    public List<PaperFacts> facts(int[] ids) {
        return read(() -> {
            List<PaperFacts> found = new ArrayList<>(ids.length);
            for (int id : ids) {
                IndexedPaper paper = live(id);
                if (paper != null) {
                    found.add(new PaperFacts(id, paper.year, paper.citations, paper.venue, paper.summaryText));
                }
            }
            return found;
        });
    }

    /** Those of some papers that are live and that a filter lets through, in the order given. */
    public int[] matching(PaperFilter filter, int[] ids) {
        return read(() -> {
            IntSet among = restriction(filter);
            int[] found = new int[ids.length];
            int count = 0;
            for (int id : ids) {
                IndexedPaper paper = live(id);
                if (paper != null && lets(filter, among, paper)) {
                    found[count++] = id;
                }
            }
            return count == ids.length ? found : Arrays.copyOf(found, count);
        });
    }

    /** The live papers that a filter lets through, in no order. */
    public int[] matching(PaperFilter filter) {
        return read(() -> {
            IntSet among = restriction(filter);
            if (among != null) {
                return matching(filter, among.toIntArray());
            }
            int[] found = new int[live];
            int count = 0;
            for (IndexedPaper each : papers.values()) {
                if (each.live && lets(filter, null, each)) {
                    found[count++] = each.id;
                }
            }
            return Arrays.copyOf(found, count);
        });
    }

    private static boolean lets(PaperFilter filter, @Nullable IntSet among, IndexedPaper paper) {
        return filter.admits(paper.year, paper.venue, paper.summaryText) && (among == null || among.contains(paper.id));
    }

    /** The papers that the author and the two ends of citations leave, or null where the filter names none of these. */
    private @Nullable IntSet restriction(PaperFilter filter) {
        IntSet left = null;
        String author = filter.author();
        if (author != null) {
            left = intersection(left, authors.papersOf(author));
        }
        Integer citedBy = filter.citedBy();
        if (citedBy != null) {
            IndexedPaper citing = live(citedBy);
            left = intersection(left, citing == null ? IntArrays.EMPTY_ARRAY : citing.cited);
        }
        Integer cites = filter.cites();
        if (cites != null) {
            IndexedPaper cited = live(cites);
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

    /** Every citation between live papers, citing first; made at once, 8 bytes each. */
    public long[] allCitations() {
        return read(() -> {
            LongArrayList found = new LongArrayList();
            for (IndexedPaper each : papers.values()) {
                if (each.live) {
                    for (int cited : each.cited) {
                        if (live(cited) != null) {
                            found.add((long) each.id << 32 | cited);
                        }
                    }
                }
            }
            return found.toLongArray();
        });
    }

    /** The citations among some papers, live ones only, citing first. */
    public long[] citationsAmong(IntSet ids) {
        return read(() -> {
            LongArrayList found = new LongArrayList();
            for (int id : ids) {
                IndexedPaper citing = live(id);
                if (citing != null) {
                    for (int cited : citing.cited) {
                        if (ids.contains(cited) && live(cited) != null) {
                            found.add((long) id << 32 | cited);
                        }
                    }
                }
            }
            return found.toLongArray();
        });
    }

    /** How many live papers a paper cites, with or without those that share an author with it. */
    public int citedCount(int id, boolean withSelf) {
        return read(() -> {
            IndexedPaper paper = live(id);
            int count = 0;
            if (paper != null) {
                for (int each : paper.cited) {
                    count += live(each) != null && (withSelf || !paper.citesItself(each)) ? 1 : 0;
                }
            }
            return count;
        });
    }

    /**
     * The paper that carries an identity key such as {@code doi:…}. The key is looked up by a hash of 64 bits, so the caller
     * checks that the paper found has it.
     */
    public OptionalInt idOf(String key) {
        return read(() -> {
            int best = -1;
            for (int each : keys.holders(key)) {
                boolean better = best < 0 || (live(best) == null && live(each) != null);
                boolean worse = best >= 0 && live(best) != null && live(each) == null;
                if (better || (!worse && each < best)) {
                    best = each;
                }
            }
            return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
        });
    }

    /** How far the papers have come, counted by the measures given. */
    public Milestones milestones(
            CoveredBy ranked, CoveredBy viewable, IntPredicate embedded, IntPredicate withoutEmbedding) {
        return read(() -> {
            int rankedCount = 0;
            int viewableCount = 0;
            int summarized = 0;
            int withoutAbstract = 0;
            int failed = 0;
            int summaryMissing = 0;
            int embeddedCount = 0;
            int embeddingMissing = 0;
            for (IndexedPaper paper : papers.values()) {
                if (!paper.live) {
                    continue;
                }
                rankedCount += isCovered(paper, ranked) ? 1 : 0;
                viewableCount += viewable.covers(Topics.PAPERS.name(), paper.id, paper.offset) ? 1 : 0;
                summarized += paper.summaryText ? 1 : 0;
                withoutAbstract += paper.summary == SummaryEvent.Status.NO_ABSTRACT ? 1 : 0;
                failed += paper.summary == SummaryEvent.Status.FAILED ? 1 : 0;
                summaryMissing += paper.summary == null || paper.summary == SummaryEvent.Status.PENDING ? 1 : 0;
                boolean isEmbedded = embedded.test(paper.id);
                embeddedCount += isEmbedded ? 1 : 0;
                embeddingMissing += isEmbedded || withoutEmbedding.test(paper.id) ? 0 : 1;
            }
            return new Milestones(
                    live,
                    citations,
                    viewableCount,
                    rankedCount,
                    summarized,
                    withoutAbstract,
                    failed,
                    summaryMissing,
                    embeddedCount,
                    embeddingMissing);
        });
    }

    /** What those that cite a paper, or did so lately, gave it before an epoch and in it; those that gave it nothing either time are left out. */
    public List<CountedCitation> counted(int id, boolean withSelf, CoveredBy earlier, CoveredBy now) {
        return read(() -> {
            IndexedPaper paper = live(id);
            return paper == null ? List.of() : CountedCitation.of(paper, withSelf, papers, earlier, now);
        });
    }

    /** Whether what is known of a paper lies within what {@code reach} covers. */
    public boolean isCovered(int id, CoveredBy reach) {
        return read(() -> {
            IndexedPaper paper = live(id);
            return paper != null && isCovered(paper, reach);
        });
    }

    private static boolean isCovered(IndexedPaper paper, CoveredBy reach) {
        return reach.covers(Topics.PAPERS.name(), paper.id, paper.offset)
                && (paper.referencesOffset < 0
                        || reach.covers(Topics.REFERENCES.name(), paper.id, paper.referencesOffset));
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

    private @Nullable IndexedPaper live(int id) {
        IndexedPaper paper = papers.get(id);
        return paper != null && paper.live ? paper : null;
    }

    private boolean change(BooleanSupplier change) {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            boolean changed = change.getAsBoolean();
            changes.incrementAndGet();
            return changed;
        } finally {
            writing.unlock();
        }
    }

    private <T> T read(Supplier<T> question) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            return question.get();
        } finally {
            reading.unlock();
        }
    }

    /** Whether a stage has passed a record of a paper. */
    @FunctionalInterface
    public interface CoveredBy {
        /** Whether the record of {@code topic} at {@code offset} in the partition of the paper has been passed. */
        boolean covers(String topic, int id, long offset);
    }
}
