package org.citestream.ingest.registry;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.citestream.ingest.identity.AwaitingCitation;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.TitleEntry;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.convert.MongoConverter;
import org.springframework.stereotype.Repository;

/**
 * Identities in MongoDB. {@code keys}: a key, and the paper it was given to; the insert settles races. {@code titles}: hash of a title,
 * and who was entered under it. {@code merges}: a retired paper, and into what. {@code awaited-citing}: a key, and the citations
 * that wait for its paper. {@code counters}: the next paper id.
 */
@Repository
class MongoIdentityRegistry implements IdentityRegistry {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final Documents keys;
    private final Documents titles;
    private final Documents merges;
    private final Documents awaitedCiting;
    private final Documents counters;
    private final MongoConverter converter;

    MongoIdentityRegistry(MongoTemplate mongo) {
        this.keys = new Documents(mongo, "keys");
        this.titles = new Documents(mongo, "titles");
        this.merges = new Documents(mongo, "merges");
        this.awaitedCiting = new Documents(mongo, "awaited-citing");
        this.counters = new Documents(mongo, "counters");
        this.converter = mongo.getConverter();
    }

    @Override
    public Map<String, Integer> papersOf(Collection<String> wanted) {
        Map<String, Integer> papers = new HashMap<>();
        keys.read(wanted, found -> papers.put(found.getString("_id"), found.getInteger("paper")));
        return papers;
    }

    @Override
    public Map<Integer, Integer> survivorsOf(Collection<Integer> papers) {
        Map<Integer, Integer> into = new HashMap<>();
        Set<Integer> open = new HashSet<>(papers);
        while (!open.isEmpty()) {
            Set<Integer> next = new HashSet<>();
            merges.read(open, found -> {
                int target = found.getInteger("into");
                into.put(found.getInteger("_id"), target);
                next.add(target);
            });
            next.removeAll(into.keySet());
            open = next;
        }
        Map<Integer, Integer> survivors = new HashMap<>();
        for (int paper : papers) {
            int survivor = paper;
            for (Integer target = into.get(survivor); target != null; target = into.get(survivor)) {
                survivor = target;
            }
            survivors.put(paper, survivor);
        }
        return survivors;
    }

    @Override
    public int newIds(int count) {
        Document counter = counters.collection()
                .findOneAndUpdate(
                        new Document("_id", "papers"),
                        new Document("$inc", new Document("last", count)),
                        new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
        return Objects.requireNonNull(counter, "an upsert returns its document").getInteger("last") - count + 1;
    }

    @Override
    public boolean hasGivenIds() {
        return counters.collection().find(new Document("_id", "papers")).first() != null;
    }

    @Override
    public void noteIdsGivenUpTo(int last) {
        counters.collection()
                .updateOne(new Document("_id", "papers"), new Document("$max", new Document("last", last)), UPSERT);
    }

    @Override
    public Map<String, Integer> claim(Map<String, Integer> papersByKey) {
        List<String> claimed = List.copyOf(papersByKey.keySet());
        List<Integer> present = keys.writeNew(claimed.stream()
                .map(key -> new InsertOneModel<>(new Document("_id", key).append("paper", papersByKey.get(key))))
                .toList());
        Map<String, Integer> held = papersOf(present.stream().map(claimed::get).toList());
        held.entrySet().removeIf(holder -> holder.getValue().equals(papersByKey.get(holder.getKey())));
        return held;
    }

    @Override
    public void merge(int retired, int survivor) {
        merges.collection()
                .updateOne(new Document("_id", retired), new Document("$min", new Document("into", survivor)), UPSERT);
    }

    @Override
    public Map<String, Set<TitleEntry>> titles(Collection<String> hashes) {
        Map<String, Set<TitleEntry>> entries = new HashMap<>();
        titles.read(
                hashes,
                found -> entries.put(
                        found.getString("_id"), new LinkedHashSet<>(read(found, "entries", TitleEntry.class))));
        return entries;
    }

    @Override
    public void enterTitles(Map<String, Set<TitleEntry>> entries) {
        titles.write(addToEach(entries, "entries"));
    }

    @Override
    public void awaitCiting(Map<String, List<AwaitingCitation>> citations) {
        awaitedCiting.write(addToEach(citations, "citations"));
    }

    @Override
    public Map<String, List<AwaitingCitation>> awaiting(Collection<String> citingKeys) {
        Map<String, List<AwaitingCitation>> citations = new HashMap<>();
        awaitedCiting.read(
                citingKeys,
                found -> citations.put(found.getString("_id"), read(found, "citations", AwaitingCitation.class)));
        return citations;
    }

    private <T> List<T> read(Document found, String field, Class<T> type) {
        return found.getList(field, Document.class, List.of()).stream()
                .map(each -> converter.read(type, each))
                .toList();
    }

    private List<UpdateOneModel<Document>> addToEach(Map<String, ? extends Collection<?>> valuesById, String field) {
        List<UpdateOneModel<Document>> updates = new ArrayList<>(valuesById.size());
        valuesById.forEach((id, values) -> updates.add(new UpdateOneModel<>(
                new Document("_id", id),
                new Document("$addToSet", new Document(field, new Document("$each", documents(values)))),
                UPSERT)));
        return updates;
    }

    private List<Document> documents(Collection<?> values) {
        return values.stream()
                .map(value -> {
                    Document document = new Document();
                    converter.write(value, document);
                    document.remove("_class");
                    return document;
                })
                .toList();
    }
}
