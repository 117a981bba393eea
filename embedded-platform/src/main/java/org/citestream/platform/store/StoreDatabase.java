package org.citestream.platform.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** A database: for each collection a map of its documents, and one for each unique index that is not on the id. */
final class StoreDatabase extends AbstractSynchronizedMongoDatabase<Key> {

    private final MVStore store;
    private final Journal journal;

    StoreDatabase(String name, MVStore store, Journal journal, CursorRegistry cursors) {
        super(name, cursors);
        this.store = store;
        this.journal = journal;
        initializeNamespacesAndIndexes();
    }

    @Override
    protected synchronized MongoCollection<Key> resolveOrCreateCollection(String collection) {
        MongoCollection<Key> existing = resolveCollection(collection, false);
        return existing != null ? existing : journal.change(() -> super.resolveOrCreateCollection(collection));
    }

    /** A collection and the index on its id come to be in one step, or a death between would leave it without. */
    @Override
    public synchronized MongoCollection<Key> createCollectionOrThrowIfExists(
            String collection, CollectionOptions options) {
        return journal.change(() -> super.createCollectionOrThrowIfExists(collection, options));
    }

    @Override
    protected MongoCollection<Key> openOrCreateCollection(String collection, CollectionOptions options) {
        return new StoreCollection(this, collection, options, cursorRegistry, documents(collection), journal);
    }

    @Override
    protected Index<Key> openOrCreateUniqueIndex(String collection, String index, List<IndexKey> keys, boolean sparse) {
        if (keys.size() == 1 && keys.getFirst().getKey().equals("_id")) {
            return new PrimaryIndex(documents(collection), index, keys);
        }
        MVMap<Key, Key> entries = store.openMap(
                MapNames.index(databaseName, collection, index),
                new MVMap.Builder<Key, Key>().keyType(KeyType.INSTANCE).valueType(KeyType.INSTANCE));
        return new SecondaryIndex(entries, index, keys, sparse);
    }

    private MVMap<Key, byte[]> documents(String collection) {
        return store.openMap(
                MapNames.documents(databaseName, collection),
                new MVMap.Builder<Key, byte[]>().keyType(KeyType.INSTANCE).valueType(BsonType.INSTANCE));
    }

    @Override
    protected void dropIndex(MongoCollection<Key> collection, String index) {
        super.dropIndex(collection, index);
        store.removeMap(MapNames.index(databaseName, collection.getCollectionName(), index));
    }

    @Override
    public void dropCollection(String collection, Oplog oplog) {
        super.dropCollection(collection, oplog);
        store.removeMap(MapNames.documents(databaseName, collection));
    }

    /** Renaming is not supported: nothing here needs it, and the maps would have to follow in one step. */
    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String name) {
        throw new UnsupportedOperationException("renameCollection");
    }

    @Override
    protected long getStorageSize() {
        return getFileSize();
    }

    @Override
    protected long getFileSize() {
        FileStore<?> file = store.getFileStore();
        return file == null ? 0 : file.size();
    }
}
