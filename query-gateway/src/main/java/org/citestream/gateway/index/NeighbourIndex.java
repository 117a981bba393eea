package org.citestream.gateway.index;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.citestream.events.EmbeddingEvent;

/**
 * The papers most like a paper, by the cosine of their embeddings, exactly: each question compares with all. Vectors of different
 * models are never compared. Of the models that have a vector of a paper, the one with the most vectors answers, and of two that
 * are level the one that was added to last: while all papers are embedded anew by another model, the former goes on answering until
 * the other has caught up, and a paper that only the other knows finds its neighbours among those.
 *
 * <p>Cost: a question takes one multiplication for each component of each paper, 4 million at 10,000 papers, many at once; 4 bytes a
 * component.
 */
public final class NeighbourIndex {

    private final Map<Space, VectorTable> vectors = new ConcurrentHashMap<>();
    /** By model the version of the last record of each paper. */
    private final Map<String, Map<Integer, Long>> versions = new ConcurrentHashMap<>();
    /** By model the papers that get no vector. */
    private final Map<String, Set<Integer>> without = new ConcurrentHashMap<>();

    /** The model that was added to last. */
    private volatile String last = "";

    /** Takes a record in, unless a newer one of the paper is here. */
    public synchronized void apply(EmbeddingEvent event) {
        int id = event.id();
        last = event.model();
        Map<Integer, Long> known = versions.computeIfAbsent(event.model(), _ -> new ConcurrentHashMap<>());
        if (event.version() <= known.getOrDefault(id, Long.MIN_VALUE)) {
            return;
        }
        Space space = new Space(event.model(), event.dimension());
        Set<Integer> none = without.computeIfAbsent(event.model(), _ -> ConcurrentHashMap.newKeySet());
        if (event.dimension() == 0) {
            none.add(id);
        } else {
            vectors.computeIfAbsent(space, _ -> new VectorTable(space.dimension()))
                    .put(id, unit(event.components()));
            none.remove(id);
        }
        vectors.forEach((other, table) -> {
            if (other.model().equals(space.model()) && other.dimension() != space.dimension()) {
                table.remove(id);
            }
        });
        known.put(id, event.version());
    }

    /** By model the number of vectors that are here, where it is not 0. */
    public Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new TreeMap<>();
        vectors.forEach((space, table) -> {
            int size = table.size();
            if (size > 0) {
                sizes.merge(space.model(), size, Integer::sum);
            }
        });
        return sizes;
    }

    /** Whether there is a vector of the paper. */
    public boolean contains(int id) {
        return vectors.values().stream().anyMatch(table -> table.contains(id));
    }

    /** Whether it is known of the paper that it gets no vector. */
    public boolean isWithout(int id) {
        return without.values().stream().anyMatch(papers -> papers.contains(id));
    }

    /**
     * The papers most like one, the most alike first and of equals the lower id; empty where it has no vector.
     *
     * @param id the paper, which is not among the answer
     * @param count how many at most
     * @param eligible which papers may be among the answer
     */
    public List<Neighbour> similar(int id, int count, IntPredicate eligible) {
        return answering(id)
                .map(table -> nearest(table, table.get(id), count, other -> other != id && eligible.test(other)))
                .orElse(List.of());
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
        VectorTable table = vectors.get(new Space(model, vector.length));
        return table == null ? List.of() : nearest(table, unit(vector.clone()), count, eligible);
    }

    private static List<Neighbour> nearest(VectorTable table, float[] to, int count, IntPredicate eligible) {
        if (to.length == 0) {
            return List.of(); // it went meanwhile
        }
        Nearest nearest = new Nearest(count);
        table.compare(to, nearest, eligible);
        return nearest.inOrder();
    }

    private Optional<VectorTable> answering(int id) {
        return vectors.entrySet().stream()
                .filter(each -> each.getValue().contains(id))
                .max(Comparator.<Map.Entry<Space, VectorTable>>comparingInt(
                                each -> each.getValue().size())
                        .thenComparing(each -> each.getKey().model().equals(last))
                        .thenComparing(each -> each.getKey().model()))
                .map(Map.Entry::getValue);
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

    /**
     * A paper like another.
     *
     * @param id its id
     * @param score cosine of the two embeddings, at most 1
     */
    public record Neighbour(int id, double score) {}

    /** Vectors that can be compared. */
    private record Space(String model, int dimension) {}
}
