package org.citestream.gateway.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.citestream.gateway.index.ModelVectors.Embedding;
import org.citestream.gateway.index.NeighbourIndex.Neighbour;
import org.jspecify.annotations.Nullable;

/** The best of those that were offered, the most alike first and of equals the lower id; no object for those that are not among them. */
final class Nearest {

    private final int[] ids;
    private final double[] scores;
    private final @Nullable Embedding[] embeddings;
    private int size;

    Nearest(int most) {
        ids = new int[most];
        scores = new double[most];
        embeddings = new Embedding[most];
    }

    private Nearest(Nearest other) {
        ids = other.ids.clone();
        scores = other.scores.clone();
        embeddings = other.embeddings.clone();
        size = other.size;
    }

    Nearest copy() {
        return new Nearest(this);
    }

    /** Whether one of this score would be among them. */
    boolean takes(int id, double score) {
        return size < ids.length || isBefore(id, score, size - 1);
    }

    void offer(int id, double score, Embedding embedding) {
        if (ids.length == 0 || !takes(id, score)) {
            return;
        }
        int place = size < ids.length ? size++ : size - 1;
        while (place > 0 && isBefore(id, score, place - 1)) {
            ids[place] = ids[place - 1];
            scores[place] = scores[place - 1];
            embeddings[place] = embeddings[place - 1];
            place--;
        }
        ids[place] = id;
        scores[place] = score;
        embeddings[place] = embedding;
    }

    private boolean isBefore(int id, double score, int place) {
        return score > scores[place] || (score == scores[place] && id < ids[place]);
    }

    /** The vector with which a paper is among them, or null where it is not. */
    @Nullable
    Embedding of(int id) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == id) {
                return embeddings[i];
            }
        }
        return null;
    }

    /** Whether there was room for more than were offered. */
    boolean isAll() {
        return size < ids.length;
    }

    /** The best of them that are eligible. */
    List<Neighbour> best(int count, IntPredicate eligible) {
        List<Neighbour> best = new ArrayList<>(Math.min(count, size));
        for (int i = 0; i < size && best.size() < count; i++) {
            if (eligible.test(ids[i])) {
                best.add(new Neighbour(ids[i], scores[i]));
            }
        }
        return best;
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(ids, size));
    }
}
