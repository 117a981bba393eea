package org.citestream.events.stream;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * Positions live with the data: in the same database, written last, and are where a consumer starts from. A position is tied to
 * the topic's id, so that a topic that was made anew is read from its start.
 */
final class PositionStore {

    private final MongoTemplate mongo;

    PositionStore(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** The next position of a reader in a partition, or empty where it has none for this incarnation of the topic. */
    OptionalLong find(String reader, String topic, String topicId, int partition) {
        @Nullable
        Document found = positions()
                .find(new Document("_id", id(reader, topic, partition)))
                .first();
        if (found == null || !topicId.equals(found.getString("topicId"))) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(found.getLong("next"));
    }

    /** The highest next position of a reader in any partition of an incarnation of a topic, 0 where it has none. */
    long highest(String reader, String topic, String topicId, int partitions) {
        List<String> ids = IntStream.range(0, partitions)
                .mapToObj(partition -> id(reader, topic, partition))
                .toList();
        long highest = 0;
        for (Document found : positions().find(new Document("_id", new Document("$in", ids)))) {
            if (topicId.equals(found.getString("topicId"))) {
                highest = Math.max(highest, found.getLong("next"));
            }
        }
        return highest;
    }

    void save(String reader, String topic, String topicId, Map<Integer, Long> nextByPartition) {
        List<ReplaceOneModel<Document>> saved = new ArrayList<>(nextByPartition.size());
        nextByPartition.forEach((partition, next) -> {
            String id = id(reader, topic, partition);
            saved.add(new ReplaceOneModel<>(
                    new Document("_id", id),
                    new Document("_id", id).append("topicId", topicId).append("next", next),
                    new ReplaceOptions().upsert(true)));
        });
        positions().bulkWrite(saved, new BulkWriteOptions().ordered(false));
    }

    private MongoCollection<Document> positions() {
        return mongo.getCollection("positions").withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    private static String id(String reader, String topic, int partition) {
        return reader + "/" + topic + "/" + partition;
    }
}
