package org.citestream.ingest.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The identity registry without a database. */
public final class IdentitiesInMemory implements IdentityRegistry {

    private final Map<String, Integer> keys = new HashMap<>();
    private final Map<Integer, Integer> merges = new HashMap<>();
    private final Map<String, Set<TitleEntry>> titles = new HashMap<>();
    private final Map<String, Set<AwaitingCitation>> awaiting = new HashMap<>();
    private int lastId;

    @Override
    public Map<String, Integer> papersOf(Collection<String> wanted) {
        Map<String, Integer> found = new HashMap<>(keys);
        found.keySet().retainAll(Set.copyOf(wanted));
        return found;
    }

    @Override
    public Map<Integer, Integer> survivorsOf(Collection<Integer> papers) {
        Map<Integer, Integer> survivors = new HashMap<>();
        for (int paper : papers) {
            int survivor = paper;
            for (Integer into = merges.get(survivor); into != null; into = merges.get(survivor)) {
                survivor = into;
            }
            survivors.put(paper, survivor);
        }
        return survivors;
    }

    @Override
    public int newIds(int count) {
        lastId += count;
        return lastId - count + 1;
    }

    @Override
    public boolean hasGivenIds() {
        return lastId > 0;
    }

    @Override
    public void noteIdsGivenUpTo(int last) {
        lastId = Math.max(lastId, last);
    }

    @Override
    public Map<String, Integer> claim(Map<String, Integer> papersByKey) {
        Map<String, Integer> held = new HashMap<>();
        papersByKey.forEach((key, paper) -> {
            Integer holder = keys.putIfAbsent(key, paper);
            if (holder != null && !holder.equals(paper)) {
                held.put(key, holder);
            }
        });
        return held;
    }

    @Override
    public void merge(int retired, int survivor) {
        merges.merge(retired, survivor, Math::min);
    }

    @Override
    public Map<String, Set<TitleEntry>> titles(Collection<String> hashes) {
        Map<String, Set<TitleEntry>> found = new HashMap<>();
        hashes.forEach(hash -> {
            if (titles.containsKey(hash)) {
                found.put(hash, Set.copyOf(titles.get(hash)));
            }
        });
        return found;
    }

    @Override
    public void enterTitles(Map<String, Set<TitleEntry>> entries) {
        entries.forEach((hash, values) ->
                titles.computeIfAbsent(hash, _ -> new LinkedHashSet<>()).addAll(values));
    }

    @Override
    public void awaitCiting(Map<String, List<AwaitingCitation>> citations) {
        citations.forEach((key, values) ->
                awaiting.computeIfAbsent(key, _ -> new LinkedHashSet<>()).addAll(values));
    }

    @Override
    public Map<String, List<AwaitingCitation>> awaiting(Collection<String> citingKeys) {
        Map<String, List<AwaitingCitation>> found = new HashMap<>();
        for (String key : Set.copyOf(citingKeys)) {
            if (awaiting.containsKey(key)) {
                found.put(key, new ArrayList<>(awaiting.get(key)));
            }
        }
        return found;
    }
}
