package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.citestream.events.EmbeddingEvent;

/**
 * The papers most like a paper, by the cosine of their embeddings to four decimals: no paper is left out of a comparison. Vectors of different
 * models are never compared. Of the models that have a vector of a paper, the one that has dealt with the most live papers answers, and of
 * two that are level the one that was added to last: while all papers are embedded anew by another model, the former goes on answering
 * until the other has caught up, and a paper that only the other knows finds its neighbours among those. A paper whose text a model cannot
 * take is dealt with: waiting for its vector would be waiting for ever. Papers that are not live count for no model, since no model will
 * embed them; their vectors stay, for a paper that comes back has the same text.
 *
 * <p>Cost: to find the neighbours of a paper takes one multiplication for each component of each paper, 4 million at 10,000 papers; this is done
 * ahead, a few at a time (see {@link FoundAhead}), which puts each of them among what is like others too, and a question then takes some only for
 * what is not gone through yet. 4 bytes a component, and some 350 bytes for each paper whose neighbours are known.
 */
public final class NeighbourIndex {

    private final Map<String, ModelVectors> byModel = new ConcurrentHashMap<>();

    /** Papers that are known not to be live. */
    private final IntSet gone = new IntOpenHashSet();

    /** The model that was added to last. */
    private volatile String last = "";

    /** Takes a record in, unless a newer one of the paper is here. */
    public synchronized void apply(EmbeddingEvent event) {
        last = event.model();
        ModelVectors vectors = byModel.computeIfAbsent(event.model(), _ -> new ModelVectors());
        boolean before = vectors.isDoneWith(event.id());
        vectors.apply(event);
        if (!gone.contains(event.id()) && before != vectors.isDoneWith(event.id())) {
            vectors.count(before ? -1 : 1);
        }
    }

    /** From now on a paper is live, or is not. */
    public synchronized void live(int id, boolean isLive) {
        boolean changed = isLive ? gone.remove(id) : gone.add(id);
        if (changed) {
            byModel.values().stream().filter(each -> each.isDoneWith(id)).forEach(each -> each.count(isLive ? 1 : -1));
        }
    }

    /** How many vectors are here, of all models. */
    public int vectors() {
        return byModel.values().stream().mapToInt(ModelVectors::size).sum();
    }

    /** By model that has any vector, the number of live papers that it has dealt with. */
    public Map<String, Integer> papers() {
        return byModel.entrySet().stream()
                .filter(each -> each.getValue().size() > 0)
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, each -> each.getValue().papers()));
    }

    /** Memory that the vectors take, and the neighbours that are kept, about. */
    public long bytes() {
        return byModel.values().stream().mapToLong(ModelVectors::bytes).sum();
    }

    /** Whether there is a vector of the paper. */
    public boolean contains(int id) {
        for (ModelVectors each : byModel.values()) {
            if (each.contains(id)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is known of the paper that it gets no vector. */
    public boolean isWithout(int id) {
        for (ModelVectors each : byModel.values()) {
            if (each.isWithout(id)) {
                return true;
            }
        }
        return false;
    }

    /** How many vectors came, changed and went so far. */
    long changes() {
        return byModel.values().stream().mapToLong(ModelVectors::changes).sum();
    }

    /** How many papers there are whose neighbours are known, so that a question for them need not look at all. */
    public int found() {
        return byModel.values().stream().mapToInt(ModelVectors::found).sum();
    }

    /**
     * Goes through some of what came: finds the neighbours of those papers, and whose neighbours they are, before somebody asks. For one thread.
     *
     * @return whether there was anything to be gone through
     */
    public boolean findSome() {
        boolean any = false;
        for (ModelVectors each : byModel.values()) {
            any |= each.findSome();
        }
        return any;
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
                                each -> each.getValue().papers())
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
