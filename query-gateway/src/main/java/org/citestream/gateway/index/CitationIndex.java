package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
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
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.citestream.events.PaperEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
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
 * 210 bytes a paper beside its title, authors and keys.
 */
public final class CitationIndex {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final IndexedPapers papers = new IndexedPapers();
    private final AtomicLong changes = new AtomicLong();

    /** Takes in what a paper says of itself, read at {@code offset} of its partition; tells whether it was news. */
    public boolean apply(PaperEvent event, long offset) {
        return change(() -> papers.apply(event, offset));
    }

    /** Takes in whom a paper cites, read at {@code offset} of its partition; tells whether it was news. */
    public boolean apply(ReferencesEvent event, long offset) {
        return change(() -> papers.apply(event, offset));
    }

    /** Takes in whether a paper has a summary; tells whether it was news. */
    boolean apply(SummaryEvent event) {
        return change(() -> papers.apply(event));
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

    /**
     * How much there is.
     *
     * @param papers live papers
     * @param citations between them
     * @param authors who were named
     * @param keys of papers
     * @param bytes of memory that all takes, about: of papers that are not live or are only cited as well, with their titles, and
     *     with the references of before the last record
     */
    public record Sizes(int papers, long citations, int authors, int keys, long bytes) {}

    public Sizes sizes() {
        return read(papers::sizes);
    }

    /** How many papers are live. */
    public int papers() {
        return read(papers::liveCount);
    }

    /** How many citations there are between live papers. */
    public long citations() {
        return read(papers::citations);
    }

    /** The highest id of any paper that is or was live, which is that of the newest; 0 where there is none. */
    public int highestId() {
        return read(papers::highestId);
    }

    /** Whether there is a live paper of this id; told without waiting. */
    public boolean isLive(int id) {
        return papers.isLive(id);
    }

    /** Whether there is a live paper of an id that is another work than a paper: not it, nor a version of it, under the same title and by one of its authors. */
    public boolean isAnotherWork(int id, int than) {
        return read(() -> {
            IndexedPaper paper = papers.live(id);
            IndexedPaper other = papers.get(than);
            return paper != null && id != than && (other == null || !paper.isVersionOf(other));
        });
    }

    /** Whom a paper cites and who cites it, live papers only; empty where the paper itself is not live. */
    public CitationNeighbourhood neighbourhood(int id) {
        return read(() -> {
            IndexedPaper paper = papers.live(id);
            return paper == null ? CitationNeighbourhood.NONE : CitationNeighbourhood.of(paper, papers);
        });
    }

    /** The same in figures, without a list of them. */
    public CitationFigures figures(int id) {
        return read(() -> {
            IndexedPaper paper = papers.live(id);
            return paper == null ? CitationFigures.NONE : CitationFigures.of(paper, papers);
        });
    }

    /** All live papers, in no order. */
    public List<Edge> livePapers() {
        return read(() -> {
            List<Edge> found = new ArrayList<>(papers.liveCount());
            for (IndexedPaper each : papers.all()) {
                if (each.live) {
                    found.add(new Edge(each.id, each.year, each.citations, false));
                }
            }
            return found;
        });
    }

    /** Whether a paper is by an author. */
    public boolean isBy(int id, String authorId) {
        return read(() -> IntArrayList.wrap(papers.authors().papersOf(authorId)).contains(id));
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
                IndexedPaper paper = papers.live(id);
                if (paper != null) {
                    counts.add(paper);
                }
            }
            return counts.division(papers.authors(), mostAuthors);
        });
    }

    /** How an author is written, or null where no paper names one of this id. */
    public @Nullable String nameOf(String authorId) {
        return read(() -> {
            NamedAuthor author = papers.authors().author(authorId);
            return author == null ? null : author.name();
        });
    }

    /** By author who has live papers, the sum over them of what a paper is worth. */
    public Map<String, Double> sumsByAuthor(IntToDoubleFunction worth) {
        return read(() -> {
            Map<String, Double> sums = new HashMap<>();
            for (int author = 0; author < papers.authors().size(); author++) {
                double sum = 0;
                boolean any = false;
                for (int paper : papers.authors().papersOf(author)) {
                    if (papers.live(paper) != null) {
                        any = true;
                        sum += worth.applyAsDouble(paper);
                    }
                }
                if (any) {
                    sums.put(papers.authors().author(author).id(), sum);
                }
            }
            return sums;
        });
    }

    /** What all live papers are told apart by, in no order. */
    public List<PaperFacts> allFacts() {
        return read(() -> {
            List<PaperFacts> found = new ArrayList<>(papers.liveCount());
            for (IndexedPaper each : papers.all()) {
                if (each.live) {
                    found.add(new PaperFacts(each.id, each.year, each.citations, each.venue, each.summaryText));
                }
            }
            return found;
        });
    }

    /** The ids of the authors who are, or were, known by the id that a name alone gives; ascending. */
    public List<String> authorsKnownAs(String alias) {
        return read(() -> papers.authors().knownAs(alias));
    }

    /** The live papers of an author, in no order. */
    public List<Edge> papersOf(String authorId) {
        return read(() -> {
            List<Edge> found = new ArrayList<>();
            for (int each : papers.authors().papersOf(authorId)) {
                IndexedPaper paper = papers.live(each);
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
                IndexedPaper paper = papers.live(id);
                if (paper != null) {
                    found.add(new PaperFacts(id, paper.year, paper.citations, paper.venue, paper.summaryText));
                }
            }
            return found;
        });
    }

    /** Those of some papers that are live and that a filter lets through, in the order given. */
    public int[] matching(PaperFilter filter, int[] ids) {
        return read(() -> new Selection(papers, filter).of(ids));
    }

    /** The live papers that a filter lets through, in no order. */
    public int[] matching(PaperFilter filter) {
        return read(() -> new Selection(papers, filter).all());
    }

    /** Every citation between live papers, citing first; made at once, 8 bytes each. */
    public long[] allCitations() {
        return read(() -> {
            LongArrayList found = new LongArrayList();
            for (IndexedPaper each : papers.all()) {
                if (each.live) {
                    for (int cited : each.cited) {
                        if (papers.live(cited) != null) {
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
                IndexedPaper citing = papers.live(id);
                if (citing != null) {
                    for (int cited : citing.cited) {
                        if (ids.contains(cited) && papers.live(cited) != null) {
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
            IndexedPaper paper = papers.live(id);
            int count = 0;
            if (paper != null) {
                for (int each : paper.cited) {
                    count += papers.live(each) != null && (withSelf || !paper.citesItself(each)) ? 1 : 0;
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
            for (int each : papers.keys().holders(key)) {
                boolean better = best < 0 || (papers.live(best) == null && papers.live(each) != null);
                boolean worse = best >= 0 && papers.live(best) != null && papers.live(each) == null;
                if (better || (!worse && each < best)) {
                    best = each;
                }
            }
            return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
        });
    }

    /** Takes in whether there is a vector of a paper, and whether it is known that there will be none. */
    void embedded(int id, boolean embedded, boolean withoutVector) {
        write(() -> {
            papers.setEmbedded(id, embedded, withoutVector);
            return null;
        });
    }

    /**
     * How far the live papers have come.
     *
     * @param ranks of the current epoch
     * @param views up to where documents are written
     */
    public Milestones milestones(Ranks ranks, Reach views) {
        return write(() -> papers.stages().milestones(ranks, views));
    }

    /** What those that cite a paper, or did so lately, gave it before an epoch and in it; those that gave it nothing either time are left out. */
    public List<CountedCitation> counted(int id, boolean withSelf, CoveredBy earlier, CoveredBy now) {
        return read(() -> {
            IndexedPaper paper = papers.live(id);
            return paper == null ? List.of() : CountedCitation.of(paper, withSelf, papers.byId(), earlier, now);
        });
    }

    /** Whether what is known of a paper lies within what {@code reach} covers. */
    public boolean isCovered(int id, CoveredBy reach) {
        return read(() -> {
            IndexedPaper paper = papers.live(id);
            return paper != null && paper.isCovered(reach);
        });
    }

    private boolean change(BooleanSupplier change) {
        return write(() -> {
            boolean changed = change.getAsBoolean();
            changes.incrementAndGet();
            return changed;
        });
    }

    private <T extends @Nullable Object> T write(Supplier<T> change) {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            return change.get();
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
