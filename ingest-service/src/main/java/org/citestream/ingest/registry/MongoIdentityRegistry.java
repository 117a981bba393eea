package org.citestream.ingest.registry;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;
import org.citestream.ingest.identity.AwaitingCitation;
import org.citestream.ingest.identity.Description;
import org.citestream.ingest.identity.Entry;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.SourceRecord;
import org.citestream.ingest.identity.SubmissionVersions;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.convert.MongoConverter;
import org.springframework.stereotype.Repository;

/**
 * Identities in MongoDB. {@code records}: what a source record says of itself ({@code said}, begins with the version), the paper it was
 * given to ({@code given}, begins with the number of moves), those it was ever given to, and what was decided of it. {@code entries}: a DOI, a title or
 * a key, and who was entered under it. {@code awaited-citing}: a key, and citations whose citing paper it is. {@code counters}: the
 * last paper id, and where the versions of submissions begin.
 */
@Repository
public class MongoIdentityRegistry implements IdentityRegistry {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private static final String VERSIONS = "submissions";

    private final Documents records;
    private final Documents entries;
    private final Documents awaitedCiting;
    private final Documents counters;
    private final MongoConverter converter;

    /**
     * Keeps identities in a database.
     *
     * @param mongo the database
     */
    public MongoIdentityRegistry(MongoTemplate mongo) {
        this.records = new Documents(mongo, "records");
        this.entries = new Documents(mongo, "entries");
        this.awaitedCiting = new Documents(mongo, "awaited-citing");
        this.counters = new Documents(mongo, "counters");
        this.converter = mongo.getConverter();
    }

    @Override
    public Map<String, SourceRecord> records(Collection<String> recordKeys) {
        Map<String, SourceRecord> found = new HashMap<>();
        records.read(recordKeys, document -> {
            String key = document.getString("_id");
            Document said = document.get("said", Document.class);
            Document given = document.get("given", Document.class);
            found.put(
                    key,
                    new SourceRecord(
                            key,
                            said == null ? null : DescriptionDocuments.read(said),
                            given == null ? null : given.getInteger("paper"),
                            given == null ? 0 : given.getLong("moves"),
                            Set.copyOf(document.getList("ever", Integer.class, List.of())),
                            decisions(document)));
        });
        return found;
    }

    private Set<SourceRecord.Decision> decisions(Document document) {
        List<Document> decisions = document.getList("decisions", Document.class, List.of());
        return decisions.isEmpty()
                ? Set.of()
                : decisions.stream()
                        .map(each -> converter.read(SourceRecord.Decision.class, each))
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Map<String, Entry> entries(Collection<String> names) {
        Map<String, Entry> found = new HashMap<>();
        entries.read(names, document -> {
            Set<Entry.Member> members = new HashSet<>();
            for (Document member : document.getList("members", Document.class, List.of())) {
                members.add(DescriptionDocuments.readMember(member));
            }
            found.put(document.getString("_id"), new Entry(members));
        });
        return found;
    }

    @Override
    public void learn(Map<String, Description> said, Map<String, Set<Entry.Member>> entered) {
        List<UpdateOneModel<Document>> saying = new ArrayList<>(said.size());
        said.forEach((key, description) -> saying.add(new UpdateOneModel<>(
                new Document("_id", key),
                new Document("$max", new Document("said", DescriptionDocuments.write(description))),
                UPSERT)));
        // In this order, so that what a record says is never known and not found.
        entries.write(addToEach(entered, "members", DescriptionDocuments::writeMember));
        records.write(saying);
    }

    @Override
    public void decide(Map<String, Set<SourceRecord.Decision>> decisions) {
        records.write(addToEach(decisions, "decisions", this::document));
    }

    @Override
    public void give(Map<String, SourceRecord> given) {
        List<UpdateOneModel<Document>> giving = new ArrayList<>(given.size());
        given.forEach((key, record) -> giving.add(new UpdateOneModel<>(
                new Document("_id", key),
                new Document(
                                "$max",
                                new Document(
                                        "given", new Document("moves", record.moves()).append("paper", record.paper())))
                        .append("$addToSet", new Document("ever", new Document("$each", List.copyOf(record.ever())))),
                UPSERT)));
        records.write(giving);
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
    public SubmissionVersions.@Nullable Beginning versionsBegin() {
        Document found =
                counters.collection().find(new Document("_id", VERSIONS)).first();
        return found == null
                ? null
                : new SubmissionVersions.Beginning(found.getString("topicId"), found.getLong("base"));
    }

    @Override
    public boolean noteVersionsBegin(SubmissionVersions.@Nullable Beginning before, SubmissionVersions.Beginning now) {
        Document noted =
                new Document("_id", VERSIONS).append("topicId", now.topicId()).append("base", now.base());
        if (before != null) {
            return counters.collection()
                            .replaceOne(new Document("_id", VERSIONS).append("topicId", before.topicId()), noted)
                            .getMatchedCount()
                    == 1;
        }
        try {
            counters.collection().insertOne(noted);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void awaitCiting(Map<String, List<AwaitingCitation>> citations) {
        List<UpdateOneModel<Document>> updates = addToEach(citations, "citations", this::document);
        citations.forEach((key, waiting) -> updates.add(withoutEarlier(key, waiting)));
        awaitedCiting.write(updates);
    }

    /** Removes what the same sources said before of the same two, so that saying it every day takes no more room. */
    private static UpdateOneModel<Document> withoutEarlier(String key, List<AwaitingCitation> citations) {
        List<Document> earlier = citations.stream()
                .map(each -> new Document("source", each.source())
                        .append("cited", each.cited())
                        .append("version", new Document("$lt", each.version())))
                .toList();
        return new UpdateOneModel<>(
                new Document("_id", key),
                new Document("$pull", new Document("citations", new Document("$or", earlier))));
    }

    @Override
    public Map<String, List<AwaitingCitation>> awaiting(Collection<String> citingKeys) {
        Map<String, List<AwaitingCitation>> citations = new HashMap<>();
        awaitedCiting.read(
                citingKeys,
                found -> citations.put(
                        found.getString("_id"),
                        found.getList("citations", Document.class, List.of()).stream()
                                .map(each -> converter.read(AwaitingCitation.class, each))
                                .toList()));
        return citations;
    }

    private static <T> List<UpdateOneModel<Document>> addToEach(
            Map<String, ? extends Collection<T>> valuesById, String field, Function<? super T, Document> document) {
        List<UpdateOneModel<Document>> updates = new ArrayList<>(valuesById.size());
        valuesById.forEach((id, values) -> updates.add(new UpdateOneModel<>(
                new Document("_id", id),
                new Document(
                        "$addToSet",
                        new Document(
                                field,
                                new Document(
                                        "$each", values.stream().map(document).toList()))),
                UPSERT)));
        return updates;
    }

    private Document document(Object value) {
        Document document = new Document();
        converter.write(value, document);
        document.remove("_class");
        return document;
    }
}
