package org.citestream.summary.intake;

import java.util.Arrays;
import org.citestream.events.RankEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;

/** Scores of papers by id, as the log holds them at a moment; 0 where a paper has none. Not safe for use by many threads at once. */
final class Scores {

    private static final int FIRST_SIZE = 1024;

    private float[] scores = new float[FIRST_SIZE];

    /** None. */
    static Scores none() {
        return new Scores();
    }

    static Scores read(EventReaders readers) {
        Scores read = new Scores();
        readers.<RankEvent>replay(
                "renewal ranks", Topics.RANKS, (_, batch) -> batch.forEach(each -> read.put(each.event())));
        return read;
    }

    private void put(RankEvent rank) {
        if (rank.id() >= scores.length) {
            scores = Arrays.copyOf(scores, Math.max(rank.id() + 1, scores.length * 2));
        }
        Double score = rank.score();
        scores[rank.id()] = score == null ? 0 : score.floatValue();
    }

    double of(int id) {
        return id < scores.length ? scores[id] : 0;
    }
}
