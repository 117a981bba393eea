package org.citestream.benchmarks.gateway;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.events.EmbeddingEvent;
import org.citestream.gateway.index.NeighbourIndex;
import org.jspecify.annotations.Nullable;

/**
 * The ten nearest of 100,000 papers as the gateway finds them, against a search in double precision that looks at all. The vectors
 * crowd around topics, as those of papers do. Then what it takes to keep up with vectors that come while neighbours are asked for.
 */
public final class NeighboursMeasurement implements Measurement {

    private static final int PAPERS = 100_000;
    private static final int DIMENSION = 384;
    private static final int TOPICS = 500;
    private static final int NEAREST = 10;
    private static final int QUESTIONS = 200;
    private static final int WARM_UP = 20;
    private static final double GOAL = 0.99;
    private static final int GROWING = 30_000;
    private static final int QUESTIONS_A_SECOND = 400;
    private static final int VECTORS_A_SECOND = 30;
    private static final int SECONDS = 80;

    @Override
    public String name() {
        return "neighbours";
    }

    @Override
    public String measures() {
        return "recall and latency against exact search, and what it takes to keep up with new vectors";
    }

    @Override
    public List<Row> run(@Nullable Path file) {
        List<Row> rows = new ArrayList<>(againstExactSearch());
        double lookedAtOneByOne = secondsOfGrowth(false);
        rows.add(Row.of(
                "neighbours: a second of %d questions and %d vectors more, of %,d papers"
                        .formatted(QUESTIONS_A_SECOND, VECTORS_A_SECOND, GROWING),
                secondsOfGrowth(true) * 1000,
                "ms",
                lookedAtOneByOne * 1000));
        return rows;
    }

    /**
     * How much of a processor a second takes in which neighbours are asked for and some vectors come, once what was there before is known: once for each
     * paper that comes, and often for those that were there.
     *
     * @param ahead whether what comes is gone through ahead, or by those who ask alone
     */
    private static double secondsOfGrowth(boolean ahead) {
        Random random = new Random(7);
        float[][] topics = topics(random);
        NeighbourIndex index = new NeighbourIndex();
        int papers = 0;
        while (papers < GROWING) {
            index.apply(event(++papers, near(topics[random.nextInt(TOPICS)], 0.8, random)));
        }
        while (index.findSome()) {
            // until all are known
        }
        long took = 0;
        for (int second = 0; second < SECONDS; second++) {
            EmbeddingEvent[] more = new EmbeddingEvent[VECTORS_A_SECOND];
            for (int i = 0; i < more.length; i++) {
                more[i] = event(++papers, near(topics[random.nextInt(TOPICS)], 0.8, random));
            }
            long begin = System.nanoTime();
            for (EmbeddingEvent each : more) {
                index.apply(each);
            }
            while (ahead && index.findSome()) {
                // until they are known as well
            }
            for (EmbeddingEvent each : more) {
                index.similar(each.id(), NEAREST, _ -> true);
            }
            for (int i = 0; i < QUESTIONS_A_SECOND; i++) {
                index.similar(1 + random.nextInt(GROWING), NEAREST, _ -> true);
            }
            // The first seconds are like no other: all is known of all, and much is not compiled yet.
            took += second < SECONDS / 2 ? 0 : System.nanoTime() - begin;
        }
        return took / 1e9 / (SECONDS - SECONDS / 2);
    }

    private static List<Row> againstExactSearch() {
        Random random = new Random(7);
        float[][] topics = topics(random);
        NeighbourIndex index = new NeighbourIndex();
        float[][] vectors = new float[PAPERS + 1][];
        for (int id = 1; id <= PAPERS; id++) {
            vectors[id] = near(topics[random.nextInt(TOPICS)], 0.8, random);
            index.apply(event(id, vectors[id]));
        }
        double[] lengths = new double[vectors.length];
        for (int id = 1; id <= PAPERS; id++) {
            lengths[id] = Math.sqrt(dot(vectors[id], vectors[id]));
        }
        for (int id = 1; id <= WARM_UP; id++) {
            index.similar(id, NEAREST, _ -> true);
            exact(vectors, lengths, id);
        }
        double[] millis = new double[QUESTIONS];
        double[] exactMillis = new double[QUESTIONS];
        long common = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            int id = 1 + random.nextInt(PAPERS);
            long start = System.nanoTime();
            Set<Integer> found = index.similar(id, NEAREST, _ -> true).stream()
                    .map(NeighbourIndex.Neighbour::id)
                    .collect(Collectors.toSet());
            long between = System.nanoTime();
            Set<Integer> expected = exact(vectors, lengths, id);
            exactMillis[i] = (System.nanoTime() - between) / 1e6;
            millis[i] = (between - start) / 1e6;
            found.retainAll(expected);
            common += found.size();
        }
        Arrays.sort(millis);
        Arrays.sort(exactMillis);
        double recall = common / (double) (QUESTIONS * NEAREST);
        return List.of(
                new Row("neighbours: recall of the ten nearest", recall, "", null, null, "≥ " + GOAL, recall >= GOAL),
                Row.of("neighbours: median", millis[QUESTIONS / 2], "ms", exactMillis[QUESTIONS / 2]),
                Row.of("neighbours: 99 of 100 within", millis[QUESTIONS * 99 / 100], "ms"));
    }

    private static float[][] topics(Random random) {
        float[][] topics = new float[TOPICS][];
        for (int i = 0; i < TOPICS; i++) {
            topics[i] = near(new float[DIMENSION], 1, random);
        }
        return topics;
    }

    private static EmbeddingEvent event(int id, float[] vector) {
        return new EmbeddingEvent(
                id,
                "m",
                1,
                DIMENSION,
                EmbeddingEvent.encode(vector),
                "hash",
                EmbeddingEvent.Basis.TITLE_AND_ABSTRACT,
                Instant.EPOCH);
    }

    private static float[] near(float[] centre, double spread, Random random) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (centre[i] + spread * random.nextGaussian());
        }
        return vector;
    }

    /** Looks at all, and keeps the nearest on the way. */
    private static Set<Integer> exact(float[][] vectors, double[] lengths, int id) {
        PriorityQueue<Near> nearest = new PriorityQueue<>(NEAREST + 1);
        for (int other = 1; other < vectors.length; other++) {
            if (other != id) {
                double cosine = dot(vectors[id], vectors[other]) / (lengths[id] * lengths[other]);
                Near worst = nearest.peek();
                if (nearest.size() < NEAREST || (worst != null && cosine > worst.cosine())) {
                    nearest.add(new Near(other, cosine));
                    if (nearest.size() > NEAREST) {
                        nearest.remove();
                    }
                }
            }
        }
        return nearest.stream().map(Near::id).collect(Collectors.toSet());
    }

    private record Near(int id, double cosine) implements Comparable<Near> {
        @Override
        public int compareTo(Near other) {
            return Double.compare(cosine, other.cosine);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
