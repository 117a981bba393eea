package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import org.citestream.events.EmbeddingEvent;
import org.citestream.gateway.index.NeighbourIndex.Neighbour;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one model.
 *
 * <p>What is like a paper is kept after it was asked for, with how many changes of vectors it has seen. The next question looks at
 * the changes since then alone: one that is more alike comes in, and where one of those kept has changed itself, all are compared
 * again. So a paper that is read often costs a comparison for each vector that comes, not one for each that is there.
 *
 * <p>Whether a paper is live is not known here and changes at any time, so some more are kept than are asked for, and those that are
 * eligible are chosen at each question.
 */
final class ModelVectors {

    private static final int KEPT_NEIGHBOURS = 24;
    private static final int KEPT_PAPERS = 50_000;

    /** An entry of a map with its key, and the objects and array headers of its value. */
    private static final int ENTRY_BYTES = 100;

    /**
     * Components are whole multiples of a 32,767th. So the sum of products is made of whole numbers, which a processor adds eight at a
     * time, in a third of the time that fractions take; it stays below 2^31, since the vectors have length 1 (Cauchy and Schwarz); and a
     * cosine is off by a hundred-thousandth.
     */
    private static final int SCALE = Short.MAX_VALUE;

    private final Map<Integer, Embedding> vectors = new ConcurrentHashMap<>();
    private final LongAdder components = new LongAdder();
    /** The papers that get no vector, with the version of the record that says so. */
    private final Map<Integer, Long> without = new ConcurrentHashMap<>();
    /** The papers whose vectors changed, in the order in which they did. */
    private final IntArrayList changes = new IntArrayList();

    private final Map<Integer, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Kept> eldest) {
            return size() > KEPT_PAPERS;
        }
    };

    /** A vector of length 1, times {@link #SCALE}. */
    @SuppressWarnings("ArrayRecordComponent") // told apart by identity
    record Embedding(long version, int[] unit) {}

    /** What is most like a paper, of all that had changed so far. */
    private record Kept(Embedding self, int seen, Nearest nearest) {}

    /** Takes a record in, unless a newer one of the paper is here. */
    void apply(EmbeddingEvent event) {
        int id = event.id();
        Embedding vector = vectors.get(id);
        long known =
                Math.max(vector == null ? Long.MIN_VALUE : vector.version, without.getOrDefault(id, Long.MIN_VALUE));
        if (event.version() <= known) {
            return;
        }
        if (event.dimension() == 0) {
            without.put(id, event.version());
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
        }
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

    private Nearest nearestTo(int id, Embedding self) {
        @Nullable Kept last;
        synchronized (kept) {
            last = kept.get(id);
        }
        int seen;
        int @Nullable [] since = null;
        synchronized (changes) {
            seen = changes.size();
            if (last != null && last.self == self && seen - last.seen <= vectors.size() / 2 + 1) {
                since = changes.subList(last.seen, seen).toIntArray();
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
            Embedding vector = vectors.get(other);
            Embedding known = now.of(other);
            if (other == id || vector == known) {
                continue;
            }
            if (known != null) {
                return null;
            }
            if (vector != null && vector.unit.length == self.unit.length) {
                double score = dot(self.unit, vector.unit);
                if (now.takes(other, score)) {
                    now = now == before ? before.copy() : now;
                    now.offer(other, score, vector);
                }
            }
        }
        return now;
    }

    private Nearest all(int[] to, int most, IntPredicate eligible) {
        Nearest nearest = new Nearest(most);
        vectors.forEach((other, embedding) -> {
            if (embedding.unit.length == to.length) {
                double score = dot(to, embedding.unit);
                if (nearest.takes(other, score) && eligible.test(other)) {
                    nearest.offer(other, score, embedding);
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

    /** The cosine of two vectors. */
    private static double dot(int[] a, int[] b) {
        int sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return Math.clamp(sum / ((double) SCALE * SCALE), -1, 1);
    }
}
