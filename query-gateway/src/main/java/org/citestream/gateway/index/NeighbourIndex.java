package org.citestream.gateway.index;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.citestream.events.EmbeddingEvent;

/**
 * The papers most like a paper, by the cosine of their embeddings to four decimals: no paper is left out of a comparison. Vectors of different
 * models are never compared. Of the models that have a vector of a paper, the one with the most vectors answers, and of two that
 * are level the one that was added to last: while all papers are embedded anew by another model, the former goes on answering until
 * the other has caught up, and a paper that only the other knows finds its neighbours among those.
 *
 * <p>Cost: the first question for a paper takes one multiplication for each component of each paper, 4 million at 10,000 papers, a later one
 * only for what has changed since; 4 bytes a component.
 */
public final class NeighbourIndex {

    private final Map<String, ModelVectors> byModel = new ConcurrentHashMap<>();

    /** The model that was added to last. */
    private volatile String last = "";

    /** Takes a record in, unless a newer one of the paper is here. */
    public synchronized void apply(EmbeddingEvent event) {
        last = event.model();
        byModel.computeIfAbsent(event.model(), _ -> new ModelVectors()).apply(event);
    }

    /** By model the number of vectors that are here, where it is not 0. */
    public Map<String, Integer> sizes() {
        return byModel.entrySet().stream()
                .filter(each -> each.getValue().size() > 0)
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, each -> each.getValue().size()));
    }

    /** Memory that the vectors take, and the neighbours that are kept, about. */
    public long bytes() {
        return byModel.values().stream().mapToLong(ModelVectors::bytes).sum();
    }

    /** Whether there is a vector of the paper. */
    public boolean contains(int id) {
        return byModel.values().stream().anyMatch(vectors -> vectors.contains(id));
    }

    /** Whether it is known of the paper that it gets no vector. */
    public boolean isWithout(int id) {
        return byModel.values().stream().anyMatch(vectors -> vectors.isWithout(id));
    }

    /**
     * The papers most like one, the most alike first and of equals the lower id; empty where it has no vector.
     *
     * @param id the paper, which is not among the answer
     * @param count how many at most
     * @param eligible which papers may be among the answer
     */
    public List<Neighbour> similar(int id, int count, IntPredicate eligible) {
        return byModel.entrySet().stream()
                .filter(each -> each.getValue().contains(id))
                .max(Comparator.<Map.Entry<String, ModelVectors>>comparingInt(
                                each -> each.getValue().size())
                        .thenComparing(each -> each.getKey().equals(last))
                        .thenComparing(Map.Entry::getKey))
                .map(each -> each.getValue().similar(id, count, eligible))
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
        ModelVectors vectors = byModel.get(model);
        return vectors == null ? List.of() : vectors.like(vector, count, eligible);
    }

    /**
     * A paper like another.
     *
     * @param id its id
     * @param score cosine of the two embeddings, at most 1
     */
    public record Neighbour(int id, double score) {}
}
