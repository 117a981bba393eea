package org.citestream.ingest.registry;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;

/** A collection whose documents are read by {@code _id} alone and written in unordered bulks that are durable once answered. */
final class Documents {

    /** Bulks and lists of ids are kept to this length: longer ones gain nothing, and hold up other readers. */
    private static final int LONGEST_CHUNK = 1000;

    private final MongoCollection<Document> collection;

    Documents(MongoTemplate mongo, String name) {
        this.collection = mongo.getCollection(name).withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    MongoCollection<Document> collection() {
        return collection;
    }

    void read(Collection<?> ids, Consumer<Document> each) {
        read(ids, new Document(), each);
    }

    void read(Collection<?> ids, Document projection, Consumer<Document> each) {
        for (List<?> chunk : chunks(List.copyOf(ids))) {
            collection
                    .find(new Document("_id", new Document("$in", chunk)))
                    .projection(projection)
                    .batchSize(LONGEST_CHUNK)
                    .forEach(each);
        }
    }

    /** Returns how many documents updates among these changed or made. */
    int write(List<? extends WriteModel<Document>> writes) {
        int written = 0;
        for (List<? extends WriteModel<Document>> chunk : chunks(writes)) {
            BulkWriteResult result = collection.bulkWrite(chunk, new BulkWriteOptions().ordered(false));
            written += result.getModifiedCount() + result.getUpserts().size();
        }
        return written;
    }

    /**
     * Writes inserts, of which some may be there already.
     *
     * @return the positions in {@code inserts} of those that were
     */
    List<Integer> writeNew(List<? extends WriteModel<Document>> inserts) {
        List<Integer> present = new ArrayList<>();
        int start = 0;
        for (List<? extends WriteModel<Document>> chunk : chunks(inserts)) {
            try {
                collection.bulkWrite(chunk, new BulkWriteOptions().ordered(false));
            } catch (MongoBulkWriteException e) {
                for (BulkWriteError error : e.getWriteErrors()) {
                    if (error.getCategory() != ErrorCategory.DUPLICATE_KEY) {
                        throw e;
                    }
                    present.add(start + error.getIndex());
                }
            }
            start += chunk.size();
        }
        return present;
    }

    private static <T> List<List<T>> chunks(List<T> all) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += LONGEST_CHUNK) {
            chunks.add(all.subList(from, Math.min(all.size(), from + LONGEST_CHUNK)));
        }
        return chunks;
    }
}
