package org.citestream.gateway.catalogue;

import it.unimi.dsi.fastutil.ints.Int2FloatOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import org.citestream.gateway.history.Movement;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.NeighbourIndex;
import org.citestream.gateway.index.NeighbourIndex.Neighbour;
import org.citestream.gateway.index.PaperFacts;
import org.citestream.gateway.index.PaperFilter;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.search.QuestionVectors;
import org.citestream.gateway.search.QuestionVectors.Question;
import org.citestream.gateway.search.WordIndex;
import org.springframework.stereotype.Service;

/**
 * Answers questions for papers from the indexes alone. An answer is kept while nothing changes, or for a fifth of a second, so that a
 * walk through pages does not order all papers again for each; one that took long to find is kept for twenty times as long, so that however large a collection is, asking one question all the time takes no
 * more than a twentieth of a processor.
 */
@Service
public class Catalogue {

    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int KEPT_TIMES = 20;
    private static final int KEPT = 64;
    private static final int MOST_NEAREST = 200;
    /** The usual constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009). */
    private static final int FUSION = 60;

    private final CitationIndex citations;
    private final RankBook book;
    private final WordIndex words;
    private final NeighbourIndex neighbours;
    private final QuestionVectors vectors;
    private final Movement movement;
    private final InstantSource clock;
    private final Map<PaperQuery, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PaperQuery, Kept> eldest) {
            return size() > KEPT;
        }
    };

    Catalogue(
            CitationIndex citations,
            RankBook book,
            WordIndex words,
            NeighbourIndex neighbours,
            QuestionVectors vectors,
            Movement movement,
            InstantSource clock) {
        this.citations = citations;
        this.book = book;
        this.words = words;
        this.neighbours = neighbours;
        this.vectors = vectors;
        this.movement = movement;
        this.clock = clock;
    }

    /**
     * The papers asked for, in order.
     *
     * @throws SemanticSearchUnavailableException if the question is by meaning and there is no model to embed it
     */
    public Listing list(PaperQuery query) {
        long changes = citations.changes();
        Ranks ranks = book.ranks();
        synchronized (kept) {
            Kept last = kept.get(query);
            if (last != null
                    && ((last.changes == changes && last.listing.ranks() == ranks && query.text() == null)
                            || System.nanoTime() - last.madeAt < last.longest)) {
                return last.listing;
            }
        }
        long begin = System.nanoTime();
        Listing made = new Listing(query, ids(query, ranks), ranks, clock.instant());
        long now = System.nanoTime();
        synchronized (kept) {
            kept.put(query, new Kept(changes, now, Math.max(KEPT_NANOS, KEPT_TIMES * (now - begin)), made));
        }
        return made;
    }

    private int[] ids(PaperQuery query, Ranks ranks) {
        int[] found = found(query, ranks);
        return query.text() != null && query.sort() == PaperQuery.Sort.RELEVANCE
                ? found
                : sorted(found, query.sort(), ranks);
    }

    private int[] found(PaperQuery query, Ranks ranks) {
        String text = query.text();
        if (text == null) {
            return ranked(citations.matching(query.filter()), query, ranks);
        }
        int[] worded = query.mode() == PaperQuery.Mode.SEMANTIC
                ? IntArrays.EMPTY_ARRAY
                : ranked(citations.matching(query.filter(), words.find(text)), query, ranks);
        return switch (query.mode()) {
            case TEXT -> worded;
            case SEMANTIC -> nearest(text, eligible(query, ranks));
            case COMBINED -> fused(worded, nearest(text, eligible(query, ranks)));
        };
    }

    /** The filter comes before the choice of the nearest, so that there are as many as it leaves. */
    private IntPredicate eligible(PaperQuery query, Ranks ranks) {
        if (query.filter().equals(PaperFilter.NONE) && query.minRank() == null) {
            return citations::isLive;
        }
        IntSet among = new IntOpenHashSet(ranked(citations.matching(query.filter()), query, ranks));
        return among::contains;
    }

    private static int[] ranked(int[] ids, PaperQuery query, Ranks ranks) {
        Integer worst = query.minRank();
        return worst == null
                ? ids
                : Arrays.stream(ids).filter(id -> ranks.order(id) <= worst).toArray();
    }

    private int[] sorted(int[] ids, PaperQuery.Sort sort, Ranks ranks) {
        if (sort == PaperQuery.Sort.ID || sort == PaperQuery.Sort.NEWEST) {
            return Ordering.ascending(ids, id -> sort == PaperQuery.Sort.ID ? id : -id);
        }
        int[] byRank = Ordering.ascending(ids, ranks::order);
        return switch (sort) {
            case YEAR -> falling(byRank, PaperFacts::year);
            case CITATIONS -> falling(byRank, PaperFacts::citations);
            case MOVEMENT -> {
                Map<Integer, Integer> gained = movement.gained(Movement.Window.DAY, ranks);
                yield falling(byRank, each -> gained.getOrDefault(each.id(), 0));
            }
            default -> byRank;
        };
    }

    private int[] falling(int[] ids, ToIntFunction<PaperFacts> by) {
        List<PaperFacts> facts = citations.facts(ids);
        int[] places = Ordering.places(facts.size(), place -> -by.applyAsInt(facts.get(place)));
        return Arrays.stream(places).map(place -> facts.get(place).id()).toArray();
    }

    /** Whether there is a model for questions by meaning, and papers that it can be compared with. */
    public boolean canSearchByMeaning() {
        return vectors.canAnswer(neighbours.papers());
    }

    private int[] nearest(String text, IntPredicate eligible) {
        Map<String, Integer> papers = neighbours.papers();
        if (!papers.isEmpty() && vectors.models().stream().noneMatch(papers::containsKey)) {
            throw new SemanticSearchUnavailableException(vectors.models(), papers.keySet());
        }
        Question question = vectors.of(text, papers).orElseThrow(SemanticSearchUnavailableException::new);
        return neighbours.like(question.model(), question.vector(), MOST_NEAREST, eligible).stream()
                .mapToInt(Neighbour::id)
                .toArray();
    }

    private static int[] fused(int[] one, int[] other) {
        Int2FloatOpenHashMap sums = new Int2FloatOpenHashMap(one.length + other.length);
        for (int[] list : List.of(one, other)) {
            for (int place = 1; place <= list.length; place++) {
                sums.addTo(list[place - 1], 1f / (FUSION + place));
            }
        }
        int[] ids = sums.keySet().toIntArray();
        IntArrays.quickSort(ids, (a, b) -> {
            int byWorth = Float.compare(sums.get(b), sums.get(a));
            return byWorth == 0 ? Integer.compare(a, b) : byWorth;
        });
        return ids;
    }

    private record Kept(long changes, long madeAt, long longest, Listing listing) {}
}
