package org.citestream.platform.store;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * The process that is killed: writes batches of papers with the journal, prints the number of each that was
 * acknowledged, and writes without the journal what it has read so far, first the data and then the position.
 */
final class JournaledWriter {

    static final int BATCH = 100;

    private JournaledWriter() {}

    public static void main(String[] arguments) {
        EmbeddedStore store = EmbeddedStore.onDisk(Path.of(arguments[0]));
        try (MongoClient client = MongoClients.create(store.connectionString())) {
            MongoDatabase database = client.getDatabase("killed");
            MongoCollection<Document> papers = database.getCollection("papers");
            papers.createIndex(Indexes.ascending("doi"), new IndexOptions().unique(true));
            int first = Math.toIntExact(papers.estimatedDocumentCount() / BATCH) + 1;
            for (int batch = first; batch < 1_000_000; batch++) {
                papers.withWriteConcern(WriteConcern.JOURNALED)
                        .bulkWrite(papersOf(batch), new BulkWriteOptions().ordered(false));
                System.out.println(batch);
                consume(database, batch);
            }
        }
    }

    private static void consume(MongoDatabase database, int batch) {
        for (int step = 0; step < 10; step++) {
            int position = batch * 10 + step;
            upsert(database.getCollection("data"), "data", position);
            upsert(database.getCollection("positions"), "position", position);
        }
    }

    private static void upsert(MongoCollection<Document> collection, String id, int position) {
        collection.updateOne(
                Filters.eq("_id", id), Updates.max("position", position), new UpdateOptions().upsert(true));
    }

    private static List<WriteModel<Document>> papersOf(int batch) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (int number = batch * BATCH; number < (batch + 1) * BATCH; number++) {
            writes.add(new UpdateOneModel<>(
                    Filters.eq("_id", "paper " + number),
                    Updates.combine(Updates.set("doi", "10.1/" + number), Updates.set("text", "citation ".repeat(100))),
                    new UpdateOptions().upsert(true)));
        }
        return writes;
    }
}
