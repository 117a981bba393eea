package org.citestream.ingest.assembly;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.stream.OvertakenOwnerException;
import org.jspecify.annotations.Nullable;

/** The paper registry without a database. */
public class PapersInMemory implements PaperRegistry {

    private final Map<Integer, PaperState> states = new HashMap<>();
    private final Map<Integer, Long> ownerOfState = new HashMap<>();
    private final Map<Integer, Unsent> unsent = new HashMap<>();
    private final Map<Integer, Long> ownerOfPartition = new HashMap<>();
    private final Map<String, Set<Integer>> mentions = new HashMap<>();
    private final Map<String, Map<Integer, Set<String>>> orcids = new HashMap<>();
    private final Map<Integer, Map<String, String>> published = new HashMap<>();
    private long token;
    private @Nullable Runnable beforeNextSave;

    void beforeNextSave(@Nullable Runnable what) {
        beforeNextSave = what;
    }

    @Override
    public long ownBeforeAll() {
        return Long.MIN_VALUE;
    }

    @Override
    public boolean isLastBeforeAll(long given) {
        return true;
    }

    @Override
    public long own(int partition) {
        ownerOfPartition.put(partition, ++token);
        unsent(partition).papers().forEach(id -> ownerOfState.put(id, token));
        return token;
    }

    @Override
    public Map<Integer, PaperState> states(Collection<Integer> papers) {
        Map<Integer, PaperState> found = new HashMap<>(states);
        found.keySet().retainAll(Set.copyOf(papers));
        return found;
    }

    @Override
    public void forEach(IntPredicate papers, Consumer<Collection<PaperState>> some) {
        some.accept(
                states.values().stream().filter(each -> papers.test(each.id())).toList());
    }

    @Override
    public void save(long ownersToken, Collection<PaperState> changed) {
        Runnable first = beforeNextSave;
        if (first != null) {
            beforeNextSave = null;
            first.run();
        }
        fill(ownersToken, changed);
        if (changed.stream().anyMatch(state -> ownerOf(state) != ownersToken)) {
            throw new OvertakenOwnerException("Another owns some of them");
        }
    }

    @Override
    public void fill(long ownersToken, Collection<PaperState> changed) {
        for (PaperState state : changed) {
            if (ownerOf(state) <= ownersToken) {
                ownerOfState.put(state.id(), ownersToken);
                states.put(state.id(), state);
            }
        }
    }

    private long ownerOf(PaperState state) {
        return ownerOfState.getOrDefault(state.id(), Long.MIN_VALUE);
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
    public void noteUnsent(int partition, long ownersToken, Unsent changes) {
        if (ownerOfPartition.getOrDefault(partition, 0L) != ownersToken) {
            throw new OvertakenOwnerException("Another owns partition " + partition);
        }
        unsent.put(partition, changes);
    }

    @Override
    public Unsent unsent(int partition) {
        return unsent.getOrDefault(partition, new Unsent(Set.of(), Map.of()));
    }

    @Override
    public Map<String, String> published(int partition) {
        return published.getOrDefault(partition, Map.of());
    }

    @Override
    public void notePublished(int partition, Map<String, String> topics) {
        published.put(partition, topics);
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

    @Override
    public void stateOrcids(Map<String, Map<Integer, Set<String>>> stated) {
        stated.forEach((name, byPaper) ->
                orcids.computeIfAbsent(name, _ -> new HashMap<>()).putAll(byPaper));
    }

    @Override
    public Map<String, Set<String>> orcids(Collection<String> names) {
        Map<String, Set<String>> found = new HashMap<>();
        for (String name : names) {
            Set<String> all = new HashSet<>();
            orcids.getOrDefault(name, Map.of()).values().forEach(all::addAll);
            found.put(name, all);
        }
        return found;
    }
}
