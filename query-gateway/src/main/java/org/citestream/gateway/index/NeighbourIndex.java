package org.citestream.gateway.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.citestream.events.EmbeddingEvent;
import org.jspecify.annotations.Nullable;

/**
 * The papers most like a paper, by the cosine of their embeddings, exactly: each question compares with all. Vectors of different
 * models are never compared. Of the models that have a vector of a paper, the one with the most vectors answers, and of two that
 * are level the one that was added to last: while all papers are embedded anew by another model, the former goes on answering until
 * the other has caught up, and a paper that only the other knows finds its neighbours among those.
 *
 * <p>Cost: a question takes one multiplication for each component of each paper, 4 million at 10,000 papers; 4 bytes a component.
 */
public final class NeighbourIndex {

    private final Map<String, Map<Integer, Embedding>> byModel = new ConcurrentHashMap<>();
    /** By model the papers that get no vector, with the version of the record that says so. */
    private final Map<String, Map<Integer, Long>> without = new ConcurrentHashMap<>();

    /** The model that was added to last. */
    private volatile String last = "";

    /** Takes a record in, unless a newer one of the paper is here. */
    public synchronized void apply(EmbeddingEvent event) {
        int id = event.id();
        last = event.model();
        Map<Integer, Embedding> vectors = byModel.computeIfAbsent(event.model(), _ -> new ConcurrentHashMap<>());
        Map<Integer, Long> none = without.computeIfAbsent(event.model(), _ -> new ConcurrentHashMap<>());
        Embedding vector = vectors.get(id);
        long known = Math.max(vector == null ? Long.MIN_VALUE : vector.version, none.getOrDefault(id, Long.MIN_VALUE));
        if (event.version() <= known) {
            return;
        }
        if (event.dimension() == 0) {
            none.put(id, event.version());
            vectors.remove(id);
        } else {
            vectors.put(id, new Embedding(event.version(), unit(event.components())));
            none.remove(id);
        }
    }

    /** The models of the vectors that are here. */
    public Set<String> models() {
        return byModel.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether there is a vector of the paper. */
    public boolean contains(int id) {
        return byModel.values().stream().anyMatch(vectors -> vectors.containsKey(id));
    }

    /** Whether it is known of the paper that it gets no vector. */
    public boolean isWithout(int id) {
        return without.values().stream().anyMatch(papers -> papers.containsKey(id));
    }

    /**
     * The papers most like one, the most alike first and of equals the lower id; empty where it has no vector.
     *
     * @param id the paper, which is not among the answer
     * @param count how many at most
     * @param eligible which papers may be among the answer
     */
    public List<Neighbour> similar(int id, int count, IntPredicate eligible) {
        Map<Integer, Embedding> vectors = answering(id);
        @Nullable Embedding self = vectors.get(id);
        return self == null
                ? List.of()
                : nearest(vectors, self.unit, count, other -> other != id && eligible.test(other));
    }

    /**
     * The papers most like a text, given as the vector of the text; empty where none has a vector of that model.
     *
     * @param model the model that made the vector
     * @param vector of the text
     * @param count how many at most
     * @param eligible which papers may be among the answer
     */
    public List<Neighbour> like(String model, float[] vector, int count, IntPredicate eligible) {
        return nearest(byModel.getOrDefault(model, Map.of()), unit(vector.clone()), count, eligible);
    }

    private static List<Neighbour> nearest(
            Map<Integer, Embedding> vectors, float[] to, int count, IntPredicate eligible) {
        Comparator<Neighbour> worstFirst =
                Comparator.comparingDouble(Neighbour::score).thenComparing(Neighbour::id, Comparator.reverseOrder());
        PriorityQueue<Neighbour> best = new PriorityQueue<>(worstFirst);
        vectors.forEach((other, embedding) -> {
            if (embedding.unit.length != to.length) {
                return;
            }
            Neighbour candidate = new Neighbour(other, dot(to, embedding.unit));
            if (best.size() >= count && worstFirst.compare(candidate, best.peek()) <= 0) {
                return;
            }
            if (eligible.test(other)) {
                best.add(candidate);
                if (best.size() > count) {
                    best.poll();
                }
            }
        });
        List<Neighbour> found = new ArrayList<>(best);
        found.sort(worstFirst.reversed());
        return found;
    }

    private Map<Integer, Embedding> answering(int id) {
        return byModel.entrySet().stream()
                .filter(each -> each.getValue().containsKey(id))
                .max(Comparator.<Map.Entry<String, Map<Integer, Embedding>>>comparingInt(
                                each -> each.getValue().size())
                        .thenComparing(each -> each.getKey().equals(last))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getValue)
                .orElse(Map.of());
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float each : vector) {
            squares += (double) each * each;
        }
        if (squares == 0 || !Double.isFinite(squares)) {
            throw new IllegalArgumentException("a vector has a length above zero and finite components");
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    /** Four sums, so that the processor need not wait for one addition before the next. */
    private static double dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (double) s0 + s1 + s2 + s3;
    }

    /**
     * A paper like another.
     *
     * @param id its id
     * @param score cosine of the two embeddings, at most 1
     */
    public record Neighbour(int id, double score) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Embedding(long version, float[] unit) {}
}
