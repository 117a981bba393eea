package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.citestream.events.EmbeddingEvent;
import org.citestream.gateway.index.NeighbourIndex.Neighbour;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one model.
 *
 * <p>What is like a paper is kept once it was found. {@link #findSome()} goes through the changes of vectors in their order, several at a time, and compares
 * those with all vectors that there are, so that a vector that is fetched from memory, which takes longer than to compare it, is compared with several: that
 * finds what is like the papers that changed, and puts each of them among what is like others, where it is more alike than what is kept there. So a question
 * finds what is kept, and looks at the few changes that were not gone through yet; where one of those kept has changed itself, all are compared again.
 *
 * <p>Whether a paper is live is not known here and changes at any time, so some more are kept than are asked for, and those that are
 * eligible are chosen at each question.
 */
final class ModelVectors {

    private static final int KEPT_NEIGHBOURS = 24;
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
    private final VectorChanges changes = new VectorChanges();

    /** The papers of which it is kept what is like them, by when somebody last asked. Guards what is written to {@link Embedding#kept}. */
    private final Map<Integer, Embedding> keptBy = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Embedding> eldest) {
            boolean isTooMuch = size() > KEPT_PAPERS;
            if (isTooMuch) {
                eldest.getValue().kept = null;
            }
            return isTooMuch;
        }
    };

    /** How many changes were gone through: whatever is kept has seen them. */
    private volatile long followed;

    /** How many will have been, when those are that are gone through now: what has seen fewer is not kept from now on. Guarded by {@link #keptBy}. */
    private long following;

    /** Papers of which nothing is kept any more, since what was like them has changed; for one thread. */
    private final IntArrayList lost = new IntArrayList();

    /** A vector, and what is known to be like it. */
    private static final class Embedding {

        private final long version;

        /** Of length 1, times {@link #SCALE}. */
        private final int[] unit;

        private volatile @Nullable Kept kept;

        Embedding(long version, int[] unit) {
            this.version = version;
            this.unit = unit;
        }
    }

    /**
     * There is none.
     *
     * @param forGood whether that is because of the paper's text, which gets none
     */
    private record Without(long version, boolean forGood) {}

    /**
     * What is most like a paper, of all that is seen.
     *
     * @param seen how many changes are; more may be, see {@link #followed}
     * @param nearest never changed
     */
    private record Kept(long seen, Nearest nearest) {}

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
        Embedding before;
        if (event.dimension() == 0) {
            without.put(id, new Without(event.version(), !event.sourceHash().isEmpty()));
            before = vectors.remove(id);
            components.add(before == null ? 0 : -before.unit.length);
        } else {
            Embedding embedding = new Embedding(event.version(), unit(event.components()));
            before = vectors.put(id, embedding);
            components.add(embedding.unit.length - (before == null ? 0 : before.unit.length));
            without.remove(id);
        }
        if (before != null) {
            synchronized (keptBy) {
                keptBy.remove(id, before);
            }
        }
        // After the vector, so that whoever has seen the change sees the vector.
        if (before != null || event.dimension() > 0) {
            changes.add(id, before != null, lookedAt());
        }
    }

    /** How many changes are looked at one by one before comparing all is quicker. */
    private int lookedAt() {
        return vectors.size() / 2 + 1;
    }

    /** How many changes are remembered. */
    int remembered() {
        return changes.remembered();
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
        synchronized (keptBy) {
            keptPapers = keptBy.size();
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
        // Before the vector: what is kept of one that is there by then has seen all that was gone through.
        long seen = followed;
        Embedding self = vectors.get(id);
        if (self == null) {
            return List.of();
        }
        if (count <= KEPT_NEIGHBOURS) {
            Nearest nearest = nearestTo(id, self, seen);
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
        return changes.count();
    }

    /** How many papers there are of which it is kept what is like them. */
    int found() {
        synchronized (keptBy) {
            return keptBy.size();
        }
    }

    /**
     * A paper that is compared with all.
     *
     * @param id the paper
     * @param self its vector, or null where it has none by now
     * @param isNew whether it is to be put among what is like others
     * @param had whether it may be among that already, with another vector
     * @param found what is like it, or null where that is known
     */
    private record Compared(
            int id,
            @Nullable Embedding self,
            boolean isNew,
            boolean had,
            @Nullable Nearest found) {}

    /**
     * Goes through some of the changes since it last did. For one thread.
     *
     * @return whether there were any
     */
    boolean findSome() {
        VectorChanges.Slice slice;
        synchronized (keptBy) {
            slice = changes.next(followed, TOGETHER);
            following = slice.to();
        }
        Compared[] some = compared(slice);
        // Where changes were forgotten, what has not seen them is lost.
        if (some.length > 0 || slice.from() > followed) {
            boolean isDone = false;
            try {
                vectors.forEach((other, embedding) -> compare(other, embedding, some, slice));
                isDone = true;
            } finally {
                if (!isDone) {
                    Stream.of(some).filter(each -> !each.isNew).forEach(each -> lost.add(each.id));
                }
            }
            for (Compared each : some) {
                if (each.self != null && each.found != null) {
                    keep(each.id, each.self, null, new Kept(slice.count(), each.found));
                }
            }
        }
        followed = slice.to();
        return some.length > 0 || slice.to() > slice.from();
    }

    private Compared[] compared(VectorChanges.Slice slice) {
        Map<Integer, Compared> some = new LinkedHashMap<>();
        slice.had().forEach((id, had) -> {
            Embedding self = vectors.get(id);
            if (self != null || had) {
                some.put(id, new Compared(id, self, true, had, self == null ? null : toBeFound(self)));
            }
        });
        while (!lost.isEmpty() && some.size() < TOGETHER) {
            int id = lost.removeInt(lost.size() - 1);
            Embedding self = vectors.get(id);
            Nearest found = self == null ? null : toBeFound(self);
            if (found != null) {
                some.putIfAbsent(id, new Compared(id, self, false, false, found));
            }
        }
        return some.values().toArray(Compared[]::new);
    }

    /** For what is like a paper, or null where that is kept, or there is no room for it. */
    private @Nullable Nearest toBeFound(Embedding self) {
        synchronized (keptBy) {
            return self.kept == null && keptBy.size() < KEPT_PAPERS ? new Nearest(KEPT_NEIGHBOURS) : null;
        }
    }

    /** Puts a paper among what is like some, and some among what is like it. */
    private void compare(int other, Embedding embedding, Compared[] some, VectorChanges.Slice slice) {
        Kept kept = embedding.kept;
        if (kept != null && Math.max(kept.seen, followed) < slice.from()) {
            // Changes are forgotten that were never gone through.
            lose(other, embedding, kept);
            kept = null;
        }
        Nearest before = kept == null || kept.seen >= slice.to() ? null : kept.nearest;
        Nearest now = before;
        for (Compared each : some) {
            if (other == each.id || (each.found == null && (now == null || !each.isNew))) {
                continue;
            }
            int score = each.self == null || each.self.unit.length != embedding.unit.length
                    ? Nearest.NONE
                    : dot(each.self.unit, embedding.unit);
            if (each.found != null && score != Nearest.NONE && each.found.takes(other, score)) {
                each.found.offer(other, score);
            }
            if (now != null && before != null && each.isNew && (each.had || now.takes(each.id, score))) {
                now = with(now, before, each.id, score);
            }
        }
        if (kept != null && now == null && before != null) {
            lose(other, embedding, kept);
        } else if (kept != null && now != null && now != before) {
            keep(other, embedding, kept, new Kept(slice.to(), now));
        }
    }

    /** Keeps what is like a paper, unless something else is kept by now than before, or this has not seen what is gone through now. */
    private void keep(int id, Embedding self, @Nullable Kept before, Kept now) {
        synchronized (keptBy) {
            if (self.kept == before && now.seen >= following && vectors.get(id) == self) {
                if (before == null) {
                    keptBy.put(id, self);
                }
                self.kept = now;
            }
        }
    }

    private void lose(int id, Embedding self, Kept before) {
        synchronized (keptBy) {
            if (self.kept == before) {
                self.kept = null;
                keptBy.remove(id, self);
                lost.add(id);
            }
        }
    }

    private Nearest nearestTo(int id, Embedding self, long seen) {
        Kept before;
        synchronized (keptBy) {
            before = self.kept;
            if (before != null) {
                keptBy.get(id); // somebody has asked
            }
        }
        Nearest nearest = null;
        long now = changes.count();
        if (before != null) {
            long begin = Math.max(before.seen, seen);
            int[] since = changes.after(begin, lookedAt());
            if (since != null) {
                nearest = after(before.nearest, id, self, since);
                now = begin + since.length;
            }
        }
        if (nearest == null) {
            nearest = all(self.unit, KEPT_NEIGHBOURS, other -> other != id);
        }
        if (before == null || nearest != before.nearest || now > Math.max(before.seen, seen)) {
            keep(id, self, before, new Kept(now, nearest));
        }
        return nearest;
    }

    /** The same with what has changed since, or null where all have to be compared again. */
    private @Nullable Nearest after(Nearest before, int id, Embedding self, int[] since) {
        Nearest now = before;
        for (int other : since) {
            if (other != id && now != null) {
                Embedding vector = vectors.get(other);
                int score = vector == null || vector.unit.length != self.unit.length
                        ? Nearest.NONE
                        : dot(self.unit, vector.unit);
                now = with(now, before, other, score);
            }
        }
        return now;
    }

    /**
     * The same with one more.
     *
     * @param before is not to be changed
     * @param score {@link Nearest#NONE} where it cannot be compared
     * @return null where it is not among them any more, and nobody knows who is in its place, so that all have to be compared again
     */
    private static @Nullable Nearest with(Nearest now, Nearest before, int other, int score) {
        int known = now.scoreOf(other);
        if (known == score) {
            return now;
        }
        if (known == Nearest.NONE ? !now.takes(other, score) : !now.holds(other, score)) {
            return known == Nearest.NONE ? now : null;
        }
        Nearest more = now == before ? before.copy() : now;
        if (known == Nearest.NONE) {
            more.offer(other, score);
        } else {
            more.replace(other, score);
        }
        return more;
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
