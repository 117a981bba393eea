package org.citestream.ingest.assembly;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;

/** The paper registry without a database. */
final class PapersInMemory implements PaperRegistry {

    private final Map<Integer, PaperState> states = new HashMap<>();
    private final Map<Integer, Unsent> unsent = new HashMap<>();
    private final Map<String, Set<Integer>> mentions = new HashMap<>();
    private long token;

    @Override
    public long ownBeforeAll() {
        return Long.MIN_VALUE;
    }

    @Override
    public long own(int partition) {
        return ++token;
    }

    @Override
    public Map<Integer, PaperState> states(Collection<Integer> papers) {
        Map<Integer, PaperState> found = new HashMap<>(states);
        found.keySet().retainAll(Set.copyOf(papers));
        return found;
    }

    @Override
    public void save(long ownersToken, Collection<PaperState> changed) {
        changed.forEach(state -> states.put(state.id(), state));
    }

    @Override
    public Map<Integer, Cited> cited(Collection<Integer> papers) {
        Map<Integer, Cited> cited = new HashMap<>();
        states(papers).forEach((id, state) -> {
            PaperEvent paper = state.paper();
            if (paper != null) {
                cited.put(
                        id,
                        new Cited(
                                paper.status(),
                                paper.authors().stream().map(Author::id).collect(Collectors.toSet())));
            }
        });
        return cited;
    }

    @Override
    public void noteUnsent(int partition, Unsent changes) {
        unsent.put(partition, changes);
    }

    @Override
    public Unsent unsent(int partition) {
        return unsent.getOrDefault(partition, new Unsent(Set.of(), Map.of()));
    }

    @Override
    public void mention(Map<String, Set<Integer>> citingByKey) {
        citingByKey.forEach((key, citing) ->
                mentions.computeIfAbsent(key, _ -> new HashSet<>()).addAll(citing));
    }

    @Override
    public Map<String, Set<Integer>> mentions(Collection<String> keys) {
        Map<String, Set<Integer>> found = new HashMap<>();
        for (String key : Set.copyOf(keys)) {
            if (mentions.containsKey(key)) {
                found.put(key, Set.copyOf(mentions.get(key)));
            }
        }
        return found;
    }
}
