package org.citestream.ingest.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The identity registry without a database. */
public class IdentitiesInMemory implements IdentityRegistry {

    private final Map<String, SourceRecord> records = new HashMap<>();
    private final Map<String, Set<Entry.Member>> entries = new HashMap<>();
    private final Map<String, Set<AwaitingCitation>> awaiting = new HashMap<>();
    private SubmissionVersions.@Nullable Beginning versionsBegin;
    private int lastId;

    @Override
    public synchronized Map<String, SourceRecord> records(Collection<String> recordKeys) {
        Map<String, SourceRecord> found = new HashMap<>(records);
        found.keySet().retainAll(Set.copyOf(recordKeys));
        return found;
    }

    @Override
    public synchronized Map<String, Entry> entries(Collection<String> names) {
        Map<String, Entry> found = new HashMap<>();
        names.forEach(name -> {
            if (entries.containsKey(name)) {
                found.put(name, new Entry(entries.get(name)));
            }
        });
        return found;
    }

    @Override
    public synchronized void learn(Map<String, Description> said, Map<String, Set<Entry.Member>> entered) {
        entered.forEach((name, members) ->
                entries.computeIfAbsent(name, _ -> new HashSet<>()).addAll(members));
        said.forEach((key, now) -> records.compute(key, (_, before) -> {
            SourceRecord record = before == null ? SourceRecord.unknown(key) : before;
            Description held = record.said();
            return held != null && held.version() > now.version()
                    ? record
                    : new SourceRecord(key, now, record.paper(), record.moves(), record.ever(), record.decisions());
        }));
    }

    @Override
    public synchronized void decide(Map<String, Set<SourceRecord.Decision>> decisions) {
        decisions.forEach((key, added) -> records.compute(key, (_, before) -> {
            SourceRecord record = before == null ? SourceRecord.unknown(key) : before;
            Set<SourceRecord.Decision> all = new HashSet<>(record.decisions());
            all.addAll(added);
            return new SourceRecord(key, record.said(), record.paper(), record.moves(), record.ever(), all);
        }));
    }

    @Override
    public synchronized void give(Map<String, SourceRecord> given) {
        given.forEach((key, record) -> records.merge(key, record, SourceRecord::and));
    }

    @Override
    public synchronized int newIds(int count) {
        lastId += count;
        return lastId - count + 1;
    }

    @Override
    public synchronized boolean hasGivenIds() {
        return lastId > 0;
    }

    @Override
    public synchronized void noteIdsGivenUpTo(int last) {
        lastId = Math.max(lastId, last);
    }

    @Override
    public synchronized SubmissionVersions.@Nullable Beginning versionsBegin() {
        return versionsBegin;
    }

    @Override
    public synchronized boolean noteVersionsBegin(
            SubmissionVersions.@Nullable Beginning before, SubmissionVersions.Beginning now) {
        if (!Objects.equals(versionsBegin, before)) {
            return false;
        }
        versionsBegin = now;
        return true;
    }

    @Override
    public synchronized void awaitCiting(Map<String, List<AwaitingCitation>> citations) {
        citations.forEach((key, values) -> values.forEach(each -> {
            Set<AwaitingCitation> waiting = awaiting.computeIfAbsent(key, _ -> new LinkedHashSet<>());
            waiting.removeIf(other -> other.source().equals(each.source())
                    && other.cited().equals(each.cited())
                    && other.version() < each.version());
            waiting.add(each);
        }));
    }

    @Override
    public synchronized Map<String, List<AwaitingCitation>> awaiting(Collection<String> citingKeys) {
        Map<String, List<AwaitingCitation>> found = new HashMap<>();
        for (String key : Set.copyOf(citingKeys)) {
            if (awaiting.containsKey(key)) {
                found.put(key, new ArrayList<>(awaiting.get(key)));
            }
        }
        return found;
    }
}
