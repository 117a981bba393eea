package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import org.citestream.events.EmbeddingEvent;
import org.citestream.gateway.index.NeighbourIndex.Neighbour;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one model.
 *
 * <p>What is like a paper is kept once it was found, with how many changes of vectors it has seen. The next question looks at
 * the changes since then alone: one that is more alike comes in, and where one of those kept has changed itself, all are compared
 * again. So a paper that is read often costs a comparison for each vector that comes, not one for each that is there.
 *
 * <p>Nobody needs to ask first: {@link #findSome()} finds what is like the papers that are to be asked for, several together, so that a vector
 * that is fetched from memory, which takes longer than to compare it, is compared with all of them.
 *
 * <p>Whether a paper is live is not known here and changes at any time, so some more are kept than are asked for, and those that are
 * eligible are chosen at each question.
 */
final class ModelVectors {

    private static final int KEPT_NEIGHBOURS = 24;
    private static final int FEWEST_CHANGES = 1_000;
    /** Some 350 bytes each. */
    private static final int KEPT_PAPERS = 200_000;
    /** As many vectors as fit into a processor's nearest memory. */
    private static final int TOGETHER = 24;

    /** An entry of a map with its key, and the objects and array headers of its value. */
    private static final int ENTRY_BYTES = 100;

    /**
     * Components are whole multiples of a 32,767th. So the sum of products is made of whole numbers, which a processor adds eight at a
     * time, in a third of the time that fractions take; it stays below 2^31, since the vectors have length 1 (Cauchy and Schwarz); and a
     * cosine is off by a hundred-thousandth.
     */
    private static final int SCALE = Short.MAX_VALUE;

    private final Map<Integer, Embedding> vectors = new ConcurrentHashMap<>();
    /** The papers that have no vector, with the record that says so. */
    private final Map<Integer, Without> without = new ConcurrentHashMap<>();

    private final LongAdder components = new LongAdder();
    private final AtomicInteger papers = new AtomicInteger();
    /** The papers whose vectors changed, in the order in which they did, but for the first {@link #forgotten}, which nobody looks at. */
    private final IntArrayList changes = new IntArrayList();

    private long forgotten;

    private final Map<Integer, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Kept> eldest) {
            return size() > KEPT_PAPERS;
        }
    };

    /** Up to which change papers were looked for whose neighbours are to be found ahead; for one thread. */
    private long lookedUpTo;

    /** A vector of length 1, times {@link #SCALE}. */
    @SuppressWarnings("ArrayRecordComponent") // told apart by identity
    record Embedding(long version, int[] unit) {}

    /**
     * There is none.
     *
     * @param forGood whether that is because of the paper's text, which gets none
     */
    private record Without(long version, boolean forGood) {}

    /** What is most like a paper, of all that had changed so far. */
    private record Kept(Embedding self, long seen, Nearest nearest) {}

    /** Takes a record in, unless a newer one of the paper is here. */
    void apply(EmbeddingEvent event) {
        int id = event.id();
        Embedding vector = vectors.get(id);
        Without none = without.get(id);
        long known = Math.max(
                vector == null ? Long.MIN_VALUE : vector.version, none == null ? Long.MIN_VALUE : none.version);
        if (event.version() <= known) {
            return;
        }
        if (event.dimension() == 0) {
            without.put(id, new Without(event.version(), !event.sourceHash().isEmpty()));
            Embedding gone = vectors.remove(id);
            components.add(gone == null ? 0 : -gone.unit.length);
        } else {
            Embedding embedding = new Embedding(event.version(), unit(event.components()));
            Embedding before = vectors.put(id, embedding);
            components.add(embedding.unit.length - (before == null ? 0 : before.unit.length));
            without.remove(id);
        }
        // After the vector, so that whoever has seen the change sees the vector.
        synchronized (changes) {
            changes.add(id);
            int half = changes.size() / 2;
            if (half > Math.max(FEWEST_CHANGES, lookedAt())) {
                changes.removeElements(0, half);
                forgotten += half;
            }
        }
    }

    /** How many changes are looked at one by one before comparing all is quicker. */
    private int lookedAt() {
        return vectors.size() / 2 + 1;
    }

    /** How many changes are remembered. */
    int remembered() {
        synchronized (changes) {
            return changes.size();
        }
    }

    /** Whether no vector of a paper is to be waited for: there is one, or its text gets none. */
    boolean isDoneWith(int id) {
        Without none = without.get(id);
        return vectors.containsKey(id) || (none != null && none.forGood);
    }

    /** Counts some more papers that it is done with and that are live. */
    void count(int more) {
        papers.addAndGet(more);
    }

    /** How many papers it is done with that are live. */
    int papers() {
        return papers.get();
    }

    /** Memory that the vectors and the kept neighbours take, about. */
    long bytes() {
        long keptPapers;
        synchronized (kept) {
            keptPapers = kept.size();
        }
        return components.sum() * Integer.BYTES
                + (long) size() * ENTRY_BYTES
                + keptPapers * (ENTRY_BYTES + KEPT_NEIGHBOURS * (2 * Integer.BYTES + Double.BYTES));
    }

    int size() {
        return vectors.size();
    }

    boolean contains(int id) {
        return vectors.containsKey(id);
    }

    boolean isWithout(int id) {
        return without.containsKey(id);
    }

    List<Neighbour> similar(int id, int count, IntPredicate eligible) {
        Embedding self = vectors.get(id);
        if (self == null) {
            return List.of();
        }
        if (count <= KEPT_NEIGHBOURS) {
            Nearest nearest = nearestTo(id, self);
            List<Neighbour> best = nearest.best(count, eligible);
            if (best.size() == count || nearest.isAll()) {
                return best;
            }
        }
        return all(self.unit, count, other -> other != id && eligible.test(other))
                .best(count, _ -> true);
    }

    List<Neighbour> like(float[] vector, int count, IntPredicate eligible) {
        return all(unit(vector), count, eligible).best(count, _ -> true);
    }

    /** How many changes there were. */
    long changes() {
        synchronized (changes) {
            return forgotten + changes.size();
        }
    }

    /** How many papers there are of which it is kept what is like them. */
    int found() {
        synchronized (kept) {
            return kept.size();
        }
    }

    /** A paper of which it is to be found what is like it. */
    private record Wanted(int id, Embedding self, Nearest nearest) {}

    /**
     * Finds what is like some of the papers of which nobody has asked that since their vectors came. For one thread.
     *
     * @return whether there were any
     */
    boolean findSome() {
        long seen = changes();
        List<Wanted> wanted = wanted(seen);
        if (wanted.isEmpty()) {
            return false;
        }
        vectors.forEach((other, embedding) -> {
            for (Wanted each : wanted) {
                if (other != each.id && embedding.unit.length == each.self.unit.length) {
                    int score = dot(each.self.unit, embedding.unit);
                    if (each.nearest.takes(other, score)) {
                        each.nearest.offer(other, score);
                    }
                }
            }
        });
        synchronized (kept) {
            for (Wanted each : wanted) {
                Kept there = kept.get(each.id);
                if (there == null || there.seen < seen) {
                    kept.put(each.id, new Kept(each.self, seen, each.nearest));
                }
            }
        }
        return true;
    }

    private List<Wanted> wanted(long upTo) {
        List<Wanted> wanted = new ArrayList<>();
        IntOpenHashSet among = new IntOpenHashSet();
        while (wanted.size() < TOGETHER && lookedUpTo < upTo) {
            int id;
            synchronized (changes) {
                lookedUpTo = Math.max(lookedUpTo, forgotten);
                if (lookedUpTo >= upTo) {
                    break;
                }
                id = changes.getInt((int) (lookedUpTo++ - forgotten));
            }
            Embedding self = vectors.get(id);
            synchronized (kept) {
                Kept there = kept.get(id);
                if (self != null && (there == null ? kept.size() < KEPT_PAPERS : there.self != self) && among.add(id)) {
                    wanted.add(new Wanted(id, self, new Nearest(KEPT_NEIGHBOURS)));
                }
            }
        }
        return wanted;
    }

    private Nearest nearestTo(int id, Embedding self) {
        @Nullable Kept last;
        synchronized (kept) {
            last = kept.get(id);
        }
        long seen;
        int @Nullable [] since = null;
        synchronized (changes) {
            seen = forgotten + changes.size();
            if (last != null && last.self == self && last.seen >= forgotten && seen - last.seen <= lookedAt()) {
                since = changes.subList((int) (last.seen - forgotten), changes.size())
                        .toIntArray();
            }
        }
        Nearest nearest = last == null || since == null ? null : after(last.nearest, id, self, since);
        if (nearest == null) {
            nearest = all(self.unit, KEPT_NEIGHBOURS, other -> other != id);
        }
        if (last == null || nearest != last.nearest || seen != last.seen) {
            synchronized (kept) {
                kept.put(id, new Kept(self, seen, nearest));
            }
        }
        return nearest;
    }

    /** The same with what has changed since, or null where all have to be compared again. */
    private @Nullable Nearest after(Nearest before, int id, Embedding self, int[] since) {
        Nearest now = before;
        for (int other : since) {
            if (other == id) {
                continue;
            }
            Embedding vector = vectors.get(other);
            int score = vector == null || vector.unit.length != self.unit.length
                    ? Nearest.NONE
                    : dot(self.unit, vector.unit);
            int known = now.scoreOf(other);
            if (known == score) {
                continue;
            }
            if (known != Nearest.NONE) {
                return null;
            }
            if (now.takes(other, score)) {
                now = now == before ? before.copy() : now;
                now.offer(other, score);
            }
        }
        return now;
    }

    private Nearest all(int[] to, int most, IntPredicate eligible) {
        Nearest nearest = new Nearest(most);
        vectors.forEach((other, embedding) -> {
            if (embedding.unit.length == to.length) {
                int score = dot(to, embedding.unit);
                if (nearest.takes(other, score) && eligible.test(other)) {
                    nearest.offer(other, score);
                }
            }
        });
        return nearest;
    }

    private static int[] unit(float[] vector) {
        double squares = 0;
        for (float each : vector) {
            squares += (double) each * each;
        }
        if (squares == 0 || !Double.isFinite(squares)) {
            throw new IllegalArgumentException("a vector has a length above zero and finite components");
        }
        double factor = SCALE / Math.sqrt(squares);
        int[] unit = new int[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (int) Math.round(vector[i] * factor);
        }
        return unit;
    }

    /** The cosine of two vectors in {@link #SCALE} times itself, which it is rounded to at most. */
    private static int dot(int[] a, int[] b) {
        int sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return Math.min(sum, SCALE * SCALE);
    }

    static double cosine(int score) {
        return Math.max(-1, score / ((double) SCALE * SCALE));
    }
}
