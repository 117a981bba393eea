package org.citestream.platform.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection whose documents are stored as BSON under their {@code _id}.
 *
 * <p>Writers take turns; readers wait for nobody, since what is stored never changes in place. A filter that names
 * {@code _id}s is answered from those alone, whatever else it asks; every other one by a unique index or by a scan.
 */
final class StoreCollection extends AbstractMongoCollection<Key> {

    private final MVMap<Key, byte[]> documents;
    private final Journal journal;
    private volatile List<Index<Key>> indexesToQuery = List.of();

    StoreCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursors,
            MVMap<Key, byte[]> documents,
            Journal journal) {
        super(database, name, options, cursors);
        this.documents = documents;
        this.journal = journal;
    }

    // Reading

    @Override
    protected QueryResult queryDocuments(
            Document filter,
            @Nullable Document order,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        Optional<IdFilter> ids = IdFilter.of(filter);
        if (ids.isPresent()) {
            Document rest = ids.get().complete() ? new Document() : filter;
            return matchDocuments(rest, ids.get().keys(), order, skip, limit, batchSize, projection);
        }
        for (Index<Key> index : indexesToQuery) {
            if (isPlain(filter) && index.canHandle(filter)) {
                return matchDocuments(filter, index.getPositions(filter), order, skip, limit, batchSize, projection);
            }
        }
        return matchDocuments(filter, order, skip, limit, batchSize, projection);
    }

    private static boolean isPlain(Document filter) {
        return filter.values().stream().noneMatch(BsonRegularExpression::isRegularExpression);
    }

    @Override
    protected QueryResult matchDocuments(
            Document filter,
            Iterable<Key> positions,
            @Nullable Document order,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        Stream<Document> found = StreamSupport.stream(positions.spliterator(), false)
                .map(documents::get)
                .filter(Objects::nonNull)
                .map(Bson::decode);
        return answer(found, filter, order, skip, limit, batchSize, projection);
    }

    @Override
    protected QueryResult matchDocuments(
            Document filter,
            @Nullable Document order,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        Stream<CollectionScan.Entry> all =
                isNaturalDescending(order) ? CollectionScan.descending(documents) : CollectionScan.of(documents);
        return answer(all.map(entry -> Bson.decode(entry.bson())), filter, order, skip, limit, batchSize, projection);
    }

    /** Without an order a long answer is produced while it is read, not before. */
    private QueryResult answer(
            Stream<Document> candidates,
            Document filter,
            @Nullable Document order,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        if (deriveComparator(order) != null || (projection != null && !projection.isEmpty())) {
            return matchDocumentsFromStream(candidates, filter, order, skip, limit, batchSize, projection);
        }
        Stream<Document> matching = candidates
                .filter(document -> filter.isEmpty() || documentMatchesQuery(document, filter))
                .skip(skip);
        Stream<Document> limited = limit > 0 ? matching.limit(limit) : matching;
        return batchSize > 0 ? firstBatch(limited.iterator(), batchSize) : new QueryResult(limited::iterator);
    }

    @Override
    protected QueryResult createQueryResult(List<Document> matched, int batchSize) {
        return batchSize > 0 ? firstBatch(matched.iterator(), batchSize) : new QueryResult(matched);
    }

    private QueryResult firstBatch(Iterator<Document> answer, int batchSize) {
        DocumentCursor cursor = new DocumentCursor(cursorRegistry.generateCursorId(), answer);
        List<Document> first = cursor.takeDocuments(batchSize);
        if (cursor.isEmpty()) {
            return new QueryResult(first);
        }
        cursorRegistry.add(cursor);
        return new QueryResult(first, cursor);
    }

    @Override
    protected Stream<DocumentWithPosition<Key>> streamAllDocumentsWithPosition() {
        return CollectionScan.of(documents)
                .map(entry -> new DocumentWithPosition<>(Bson.decode(entry.bson()), entry.key()));
    }

    @Override
    protected @Nullable Document getDocument(Key position) {
        byte[] bson = documents.get(position);
        return bson == null ? null : Bson.decode(bson);
    }

    @Override
    public int count() {
        return documents.size();
    }

    @Override
    public boolean isEmpty() {
        return documents.isEmpty();
    }

    // Writing

    @Override
    public synchronized void addDocument(Document document) {
        journal.change(() -> {
            super.addDocument(document);
            return document;
        });
    }

    @Override
    public synchronized void removeDocument(Document document) {
        journal.change(() -> {
            super.removeDocument(document);
            return document;
        });
    }

    @Override
    public synchronized Document updateDocuments(
            Document filter, Document update, ArrayFilters arrays, boolean multi, boolean upsert, Oplog oplog) {
        return journal.change(() -> super.updateDocuments(filter, update, arrays, multi, upsert, oplog));
    }

    @Override
    public synchronized Document findAndModify(Document command) {
        return journal.change(() -> super.findAndModify(command));
    }

    @Override
    public synchronized int deleteDocuments(Document filter, int limit, Oplog oplog) {
        return super.deleteDocuments(filter, limit, oplog);
    }

    @Override
    public synchronized void renameTo(MongoDatabase database, String name) {
        super.renameTo(database, name);
    }

    @Override
    public synchronized void addIndex(Index<Key> index) {
        super.addIndex(index);
        indexesToQuery = List.copyOf(getIndexes());
    }

    @Override
    public synchronized void dropIndex(String name) {
        super.dropIndex(name);
        indexesToQuery = List.copyOf(getIndexes());
    }

    @Override
    protected Key addDocumentInternal(Document document) {
        String idField = getIdField();
        Key key = Key.of(idField == null ? UUID.randomUUID() : document.get(idField));
        documents.put(key, Bson.encode(document));
        return key;
    }

    @Override
    protected void handleUpdate(Key position, Document oldDocument, Document newDocument) {
        documents.put(position, Bson.encode(newDocument));
    }

    @Override
    protected void removeDocument(Key position) {
        documents.remove(position);
    }

    /** To know the size of a document is to encode it once more. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int difference) {}

    @Override
    protected int getDataSize() {
        return 0;
    }
}
