package org.citestream.client;

import com.mongodb.MongoNamespace;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.RawBsonDocument;

/** The collections of a MongoDB server, read and written whole. */
final class Stores {

    private static final Set<String> OF_THE_SERVER = Set.of("admin", "config", "local");
    private static final int AT_ONCE = 500;
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    /** Where the ingest service keeps what operators did. */
    static final String AUDIT = "audit";

    private Stores() {}

    /** All collections but the server's own, by name. */
    static List<MongoNamespace> collections(MongoClient store) {
        List<MongoNamespace> all = new ArrayList<>();
        for (String database : store.listDatabaseNames()) {
            if (!OF_THE_SERVER.contains(database)) {
                for (String collection : store.getDatabase(database).listCollectionNames()) {
                    if (!collection.startsWith("system.")) {
                        all.add(new MongoNamespace(database, collection));
                    }
                }
            }
        }
        all.sort(java.util.Comparator.comparing(MongoNamespace::getFullName));
        return all;
    }

    static Iterable<RawBsonDocument> documents(MongoClient store, MongoNamespace of) {
        return raw(store, of).find();
    }

    static boolean isEmpty(MongoClient store, MongoNamespace of) {
        return raw(store, of).find().limit(1).first() == null;
    }

    /** How many of some documents are not in a collection as they are given. */
    static long different(MongoClient store, MongoNamespace in, Iterable<RawBsonDocument> given) {
        long different = 0;
        List<RawBsonDocument> batch = new ArrayList<>();
        for (Iterator<RawBsonDocument> each = given.iterator(); each.hasNext(); ) {
            batch.add(each.next());
            if (batch.size() == AT_ONCE || !each.hasNext()) {
                Set<RawBsonDocument> there = new HashSet<>();
                raw(store, in)
                        .find(Filters.in("_id", batch.stream().map(Stores::id).toList()))
                        .forEach(there::add);
                different += batch.stream()
                        .filter(document -> !there.contains(document))
                        .count();
                batch.clear();
            }
        }
        return different;
    }

    /** Puts documents in the place of those with their ids, so that to do so again changes nothing. */
    static void write(MongoClient store, MongoNamespace into, Iterator<RawBsonDocument> documents) {
        MongoCollection<RawBsonDocument> collection =
                raw(store, into).withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        List<ReplaceOneModel<RawBsonDocument>> batch = new ArrayList<>();
        while (documents.hasNext()) {
            RawBsonDocument next = documents.next();
            batch.add(new ReplaceOneModel<>(new BsonDocument("_id", id(next)), next, UPSERT));
            if (batch.size() == AT_ONCE || !documents.hasNext()) {
                collection.bulkWrite(batch, new BulkWriteOptions().ordered(false));
                batch.clear();
            }
        }
    }

    private static BsonValue id(RawBsonDocument document) {
        return Objects.requireNonNull(document.get("_id"), "every document has an id");
    }

    /** Makes the unique indexes of a collection, which other than on the id are all that the product has. */
    static void copyIndexes(MongoClient from, MongoNamespace source, MongoClient to, MongoNamespace target) {
        for (Document index : from.getDatabase(source.getDatabaseName())
                .getCollection(source.getCollectionName())
                .listIndexes()) {
            Document keys = index.get("key", Document.class);
            if (Boolean.TRUE.equals(index.get("unique")) && !keys.keySet().equals(Set.of("_id"))) {
                to.getDatabase(target.getDatabaseName())
                        .getCollection(target.getCollectionName())
                        .createIndex(keys, new IndexOptions().unique(true).name(index.getString("name")));
            }
        }
    }

    /** Writes down, where the ingest service does, what was done past it. */
    static void audit(MongoClient store, String database, String action, Document parameters, String outcome) {
        Instant at = InstantSource.system().instant();
        store.getDatabase(database)
                .getCollection(AUDIT)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .insertOne(new Document("_id", at + " " + UUID.randomUUID())
                        .append("at", at.toString())
                        .append("by", System.getProperty("user.name") + " at the command line")
                        .append("action", action)
                        .append("parameters", parameters)
                        .append("outcome", outcome));
    }

    private static MongoCollection<RawBsonDocument> raw(MongoClient store, MongoNamespace of) {
        return store.getDatabase(of.getDatabaseName()).getCollection(of.getCollectionName(), RawBsonDocument.class);
    }
}
