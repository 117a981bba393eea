package org.citestream.ingest.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which paper a key or a title stands for, as far as is decided. */
public final class Identities {

    private static final String DOI = "doi:";
    private static final Comparator<SourceRecord> MEMBERS_FIRST = Comparator.comparing((SourceRecord record) ->
                    record.said() == null || !record.said().member())
            .thenComparing(SourceRecord::key);

    private final IdentityRegistry registry;

    public Identities(IdentityRegistry registry) {
        this.registry = registry;
    }

    /**
     * The papers of these keys; those that have one, and whose source has not withdrawn it. Where an operator has
     * parted papers that carry one DOI, it is the one whose record comes first.
     *
     * @param keys {@code doi:…} and {@code SOURCE:…}
     */
    public Map<String, Integer> papersOf(Collection<String> keys) {
        Map<String, Integer> papers = new HashMap<>();
        Map<String, Entry> entries =
                registry.entries(keys.stream().filter(Identities::isDoi).toList());
        Set<String> wanted = new HashSet<>();
        keys.stream().filter(key -> !isDoi(key)).forEach(wanted::add);
        entries.values().forEach(entry -> entry.members().forEach(member -> wanted.add(member.record())));
        Map<String, SourceRecord> records = registry.records(wanted);
        for (String key : keys) {
            if (isDoi(key)) {
                Entry entry = entries.get(key);
                if (entry != null) {
                    entry.members().stream()
                            .map(member -> records.get(member.record()))
                            .filter(record -> record != null && carries(record, key))
                            .filter(record -> record.paper() != null)
                            .min(MEMBERS_FIRST)
                            .map(SourceRecord::paper)
                            .ifPresent(paper -> papers.put(key, paper));
                }
            } else {
                SourceRecord record = records.get(key);
                if (record != null && record.isDescribed() && record.paper() != null) {
                    papers.put(key, record.paper());
                }
            }
        }
        return papers;
    }

    /**
     * The records that bear these titles now and have a paper.
     *
     * @param hashes of normalised titles
     * @return by hash
     */
    public Map<String, List<SourceRecord>> titled(Collection<String> hashes) {
        Map<String, Entry> entries =
                registry.entries(hashes.stream().map(Entry::ofTitle).toList());
        Set<String> wanted = new HashSet<>();
        entries.values().forEach(entry -> entry.members().forEach(member -> wanted.add(member.record())));
        Map<String, SourceRecord> records = registry.records(wanted);
        Map<String, List<SourceRecord>> titled = new HashMap<>();
        for (String hash : Set.copyOf(hashes)) {
            Entry entry = entries.get(Entry.ofTitle(hash));
            List<SourceRecord> bearing = new ArrayList<>();
            for (Entry.Member member : entry == null ? Set.<Entry.Member>of() : entry.members()) {
                SourceRecord record = records.get(member.record());
                Description said = record == null ? null : record.said();
                if (record != null
                        && record.paper() != null
                        && said != null
                        && said.title().equals(hash)) {
                    bearing.add(record);
                }
            }
            if (!bearing.isEmpty()) {
                titled.put(hash, bearing);
            }
        }
        return titled;
    }

    private static boolean carries(SourceRecord record, String key) {
        Description said = record.said();
        return said != null && said.doi() != null && key.equals(Entry.ofDoi(said.doi()));
    }

    private static boolean isDoi(String key) {
        return key.startsWith(DOI);
    }
}
