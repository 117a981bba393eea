package org.citestream.gateway.index;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.citestream.gateway.index.NeighbourIndex.Neighbour;

/** The best of those that were offered, the most alike first and of equals the lower id; no object for those that are not among them. */
final class Nearest {

    /** What one scores that is not among them, or cannot be compared. */
    static final int NONE = Integer.MIN_VALUE;

    private final int[] ids;
    private final int[] scores;
    private int size;

    Nearest(int most) {
        ids = new int[most];
        scores = new int[most];
    }

    private Nearest(Nearest other) {
        ids = other.ids.clone();
        scores = other.scores.clone();
        size = other.size;
    }

    Nearest copy() {
        return new Nearest(this);
    }

    /** Whether one of this score would be among them. */
    boolean takes(int id, int score) {
        return size < ids.length || isBefore(id, score, size - 1);
    }

    /** Takes one in that is among the best and not there yet. */
    void offer(int id, int score) {
        if (!takes(id, score) || scoreOf(id) != NONE) {
            return;
        }
        int place = size < ids.length ? size++ : size - 1;
        while (place > 0 && isBefore(id, score, place - 1)) {
            ids[place] = ids[place - 1];
            scores[place] = scores[place - 1];
            place--;
        }
        ids[place] = id;
        scores[place] = score;
    }

    /** Whether it is known which are the best, with one that is among them at another score: others are behind the last of them. */
    boolean holds(int id, int score) {
        return isAll()
                || (score != NONE && !(score < scores[size - 1] || (score == scores[size - 1] && id > ids[size - 1])));
    }

    /** Gives one that is among them another score, or takes it out where that is {@link #NONE}. */
    void replace(int id, int score) {
        int to = 0;
        for (int i = 0; i < size; i++) {
            if (ids[i] != id) {
                ids[to] = ids[i];
                scores[to] = scores[i];
                to++;
            }
        }
        size = to;
        if (score != NONE) {
            offer(id, score);
        }
    }

    private boolean isBefore(int id, int score, int place) {
        return place >= 0 && (score > scores[place] || (score == scores[place] && id < ids[place]));
    }

    /** The score with which a paper is among them, or {@link #NONE}. */
    int scoreOf(int id) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == id) {
                return scores[i];
            }
        }
        return NONE;
    }

    /** Whether there was room for more than were offered. */
    boolean isAll() {
        return size < ids.length;
    }

    /** The best of them that are eligible. */
    List<Neighbour> best(int count, IntPredicate eligible) {
        return IntStream.range(0, size)
                .filter(i -> eligible.test(ids[i]))
                .limit(count)
                .mapToObj(i -> new Neighbour(ids[i], ModelVectors.cosine(scores[i])))
                .toList();
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(ids, size));
    }
}
