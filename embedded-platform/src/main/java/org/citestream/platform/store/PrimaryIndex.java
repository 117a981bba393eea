package org.citestream.platform.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** The index on {@code _id}: a view of the documents themselves, which are stored under it. */
final class PrimaryIndex extends AbstractUniqueIndex<Key> {

    private final MVMap<Key, byte[]> documents;

    PrimaryIndex(MVMap<Key, byte[]> documents, String name, List<IndexKey> keys) {
        super(name, keys, false);
        this.documents = documents;
    }

    @Override
    protected @Nullable Key getPosition(KeyValue value) {
        Key key = Key.of(value);
        return documents.containsKey(key) ? key : null;
    }

    /** The collection removes the document, and with it the entry. */
    @Override
    protected @Nullable Key removeDocument(KeyValue value) {
        return getPosition(value);
    }

    @Override
    protected boolean putKeyPosition(KeyValue value, Key position) {
        return true;
    }

    /** The collection has added the document, and with it the entry. */
    @Override
    public synchronized void add(Document document, Key position, MongoCollection<Key> collection) {}

    /** An {@code _id} never changes. */
    @Override
    public void updateInPlace(
            Document oldDocument, Document newDocument, Key position, MongoCollection<Key> collection) {}

    /** Asked only for a regular expression on the {@code _id}. */
    @Override
    protected Iterable<Map.Entry<KeyValue, Key>> getIterable() {
        return () -> CollectionScan.of(documents).map(PrimaryIndex::entry).iterator();
    }

    private static Map.Entry<KeyValue, Key> entry(CollectionScan.Entry stored) {
        return Map.entry(new KeyValue(Bson.decode(stored.bson()).get("_id")), stored.key());
    }

    @Override
    public long getCount() {
        return documents.sizeAsLong();
    }

    @Override
    public boolean isEmpty() {
        return documents.isEmpty();
    }

    @Override
    public long getDataSize() {
        return 0;
    }
}
