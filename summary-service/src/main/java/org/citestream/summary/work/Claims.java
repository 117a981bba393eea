package org.citestream.summary.work;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * Who took over a partition last, as the store has it: {@code owners}, for each the number under which that was. The numbers are counted
 * up over all partitions, so that a paper's owner has a higher one than any before, whichever partition it lay in.
 */
final class Claims {

    private static final String COUNTER = "last";
    private static final String TOKEN = "token";
    private static final FindOneAndUpdateOptions COUNT =
            new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final MongoTemplate mongo;

    Claims(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** Takes some partitions over; under which number. Who counted earlier and writes later takes over nothing. */
    long take(Collection<Integer> partitions) {
        Document counter = owners().findOneAndUpdate(
                        new Document("_id", COUNTER), new Document("$inc", new Document(TOKEN, 1L)), COUNT);
        long token = Objects.requireNonNull(counter, "an upsert returns its document")
                .getLong(TOKEN);
        List<WriteModel<Document>> writes = partitions.stream()
                .<WriteModel<Document>>map(each -> new UpdateOneModel<>(
                        new Document("_id", each), new Document("$max", new Document(TOKEN, token)), UPSERT))
                .toList();
        if (!writes.isEmpty()) {
            owners().bulkWrite(writes);
        }
        return token;
    }

    /** Under which numbers some partitions were taken over last. */
    Map<Integer, Long> last(Collection<Integer> partitions) {
        Map<Integer, Long> last = new HashMap<>();
        Document some = new Document("_id", new Document("$in", List.copyOf(Set.copyOf(partitions))));
        for (Document each : owners().find(some)) {
            last.put(each.getInteger("_id"), each.getLong(TOKEN));
        }
        return last;
    }

    private MongoCollection<Document> owners() {
        return mongo.getCollection("owners").withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }
}
