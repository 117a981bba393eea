package org.citestream.summary.work;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.bson.Document;
import org.citestream.summary.text.PaperText;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * The documents behind the work, each of a paper and under its id.
 *
 * <ul>
 *   <li>{@code work}: what was done — the last summary record, whose version only grows and is durable before the record is
 *       sent; what the last embedding was made from; the version of the paper up to which all is done.
 *   <li>{@code open-summaries} and {@code open-embeddings}: what is to be done, with the text to do it on and, where a model was asked, what it answered, until that
 *       was published. Put there before the
 *       position of the reader moves and deleted after the result was acknowledged, so that they hold the open work and
 *       nothing else: reading one of them whole is how a start finds what is unfinished, without searching {@code work}.
 *   <li>{@code settings}: under which settings a partition was read, and which topics have what was published of it.
 *   <li>{@code owners}: under which number a partition was taken over last; see {@link Ownership}.
 * </ul>
 */
public final class WorkList {

    private static final int BULK = 1000;
    private static final String PUBLISHED = "published";
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    private static final ReplaceOptions REPLACE = new ReplaceOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoTemplate mongo;

    public WorkList(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** What was done for some papers; those never seen are absent. */
    public Map<Integer, Progress> find(Collection<Integer> ids) {
        Map<Integer, Progress> found = new HashMap<>();
        for (List<Integer> some : chunks(List.copyOf(ids))) {
            for (Document each : collection("work").find(byIds(some))) {
                found.put(each.getInteger("_id"), WorkDocuments.progress(each));
            }
        }
        return found;
    }

    /**
     * Makes open work durable, in place of what was open of that kind for those papers; but not of what a later owner opened.
     *
     * @param owner under which number the partition is ours
     */
    public void open(WorkKind kind, Collection<OpenWork> work, long owner) {
        List<WriteModel<Document>> writes = work.stream()
                .<WriteModel<Document>>map(each -> new ReplaceOneModel<>(
                        upTo(each.item().id(), owner), WorkDocuments.document(each, owner), REPLACE))
                .toList();
        try {
            write(kind.collection(), writes);
        } catch (MongoBulkWriteException e) {
            // What a later owner opened is not found, and cannot be put there a second time.
            if (!e.getWriteErrors().stream().allMatch(each -> each.getCategory() == ErrorCategory.DUPLICATE_KEY)) {
                throw e;
            }
        }
    }

    /** Makes what was written for open work durable, where that is still open and no later owner opened it; it goes with it. */
    public void keep(Map<WorkItem, WrittenSummary> written, IntToLongFunction owner) {
        write(
                WorkKind.SUMMARY.collection(),
                written.entrySet().stream()
                        .<WriteModel<Document>>map(each -> new UpdateOneModel<>(
                                still(each.getKey(), owner),
                                new Document(
                                        "$set",
                                        new Document(WorkDocuments.WRITTEN, WorkDocuments.document(each.getValue())))))
                        .toList());
    }

    /** This work is no longer open; what is open for those papers by now, and what a later owner opened, still is. */
    public void close(WorkKind kind, Collection<WorkItem> items, IntToLongFunction owner) {
        write(
                kind.collection(),
                items.stream()
                        .<WriteModel<Document>>map(each -> new DeleteOneModel<>(still(each, owner)))
                        .toList());
    }

    /** Nothing of that kind is open any more for those papers, but what a later owner opened. */
    public void closeAll(WorkKind kind, Collection<Integer> ids, long owner) {
        write(
                kind.collection(),
                ids.stream()
                        .<WriteModel<Document>>map(id -> new DeleteOneModel<>(upTo(id, owner)))
                        .toList());
    }

    /** The open work of some papers, with its text; where nothing is open, absent. */
    public Map<Integer, OpenWork> read(WorkKind kind, Collection<Integer> ids) {
        Map<Integer, OpenWork> found = new HashMap<>();
        for (List<Integer> some : chunks(List.copyOf(ids))) {
            for (Document each : collection(kind.collection()).find(byIds(some))) {
                WorkItem item = WorkDocuments.item(each);
                PaperText text = new PaperText(each.getString("title"), each.getString("abstract"));
                found.put(item.id(), new OpenWork(item, text, WorkDocuments.written(each)));
            }
        }
        return found;
    }

    /** All that is open in some partitions. */
    public List<WorkItem> items(WorkKind kind, IntPredicate partition) {
        List<WorkItem> items = new ArrayList<>();
        Document withoutText = new Document("title", 0).append("abstract", 0);
        for (Document each : collection(kind.collection()).find().projection(withoutText)) {
            WorkItem item = WorkDocuments.item(each);
            if (partition.test(item.partition())) {
                items.add(item);
            }
        }
        return items;
    }

    /**
     * Makes summary records durable, so that they may be sent. What an owner writes after a later one, and a lower version than there is,
     * change nothing.
     *
     * @param owner under which number the partition of a paper is ours
     */
    public void recordSummaries(Collection<SummaryState> states, IntToLongFunction owner) {
        write(
                "work",
                states.stream()
                        .map(each -> max(
                                each.event().id(),
                                "summary",
                                WorkDocuments.document(
                                        each, owner.applyAsLong(each.event().id()))))
                        .toList());
    }

    /**
     * Makes the versions of embeddings durable, so that their records may be sent.
     *
     * @param owner under which number the partition of a paper is ours
     */
    public void recordEmbeddings(Collection<EmbeddingState> states, IntToLongFunction owner) {
        write(
                "work",
                states.stream()
                        .map(each ->
                                max(each.id(), "embedding", WorkDocuments.document(each, owner.applyAsLong(each.id()))))
                        .toList());
    }

    /** Everything that follows from these versions of papers is durable and sent. */
    public void recordPapers(Map<Integer, Long> versions) {
        Stream<WriteModel<Document>> writes =
                versions.entrySet().stream().map(each -> max(each.getKey(), "paperVersion", each.getValue()));
        write("work", writes.toList());
    }

    /** What was done for all papers of some, part by part. */
    public void forEach(IntPredicate papers, Consumer<List<Progress>> some) {
        List<Progress> part = new ArrayList<>(BULK);
        for (Document each : collection("work").find()) {
            if (papers.test(each.getInteger("_id"))) {
                part.add(WorkDocuments.progress(each));
                if (part.size() == BULK) {
                    some.accept(List.copyOf(part));
                    part.clear();
                }
            }
        }
        some.accept(List.copyOf(part));
    }

    /** By name the ids of the topics that have all that was published of a partition; none where that was never noted. */
    public Map<String, String> published(int partition) {
        Document found = collection("settings").find(byId(partition)).first();
        Map<String, String> topics = new HashMap<>();
        if (found != null) {
            found.get(PUBLISHED, new Document()).forEach((name, id) -> topics.put(name, (String) id));
        }
        return topics;
    }

    /** Notes that. */
    public void recordPublished(int partition, Map<String, String> topics) {
        Document ids = new Document();
        ids.putAll(topics);
        collection("settings").updateOne(byId(partition), new Document("$set", new Document(PUBLISHED, ids)), UPSERT);
    }

    /** Under which settings a partition was last read; empty if it never was. */
    public String settings(int partition) {
        Document found = collection("settings").find(byId(partition)).first();
        return found == null ? "" : found.get("settings", "");
    }

    /** Whether any partition was ever read. */
    public boolean hasSettings() {
        return collection("settings").find().first() != null;
    }

    /** From now on a partition is read under these settings. */
    public void recordSettings(int partition, String settings) {
        collection("settings")
                .updateOne(byId(partition), new Document("$set", new Document("settings", settings)), UPSERT);
    }

    private void write(String collection, List<WriteModel<Document>> writes) {
        for (List<WriteModel<Document>> some : chunks(writes)) {
            collection(collection).bulkWrite(some, UNORDERED);
        }
    }

    private MongoCollection<Document> collection(String name) {
        return mongo.getCollection(name).withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    private static WriteModel<Document> max(int id, String section, Object value) {
        return new UpdateOneModel<>(byId(id), new Document("$max", new Document(section, value)), UPSERT);
    }

    private static Document byId(int id) {
        return new Document("_id", id);
    }

    /** Of a paper, if no later owner wrote it; documents of before there were owners are nobody's. */
    private static Document upTo(int id, long owner) {
        return byId(id).append(WorkDocuments.OWNER, new Document("$not", new Document("$gt", owner)));
    }

    /** Of the same work, if no later owner wrote it. */
    private static Document still(WorkItem item, IntToLongFunction owner) {
        return upTo(item.id(), owner.applyAsLong(item.partition())).append("key", item.key());
    }

    private static Document byIds(List<Integer> ids) {
        return new Document("_id", new Document("$in", ids));
    }

    private static <T> List<List<T>> chunks(List<T> all) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BULK) {
            chunks.add(all.subList(from, Math.min(all.size(), from + BULK)));
        }
        return chunks;
    }
}
