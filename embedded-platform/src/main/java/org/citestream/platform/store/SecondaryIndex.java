package org.citestream.platform.store;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** A unique index on anything but the {@code _id}: the values of its fields, and the key of the document they are in. */
final class SecondaryIndex extends AbstractUniqueIndex<Key> {

    private final MVMap<Key, Key> entries;

    SecondaryIndex(MVMap<Key, Key> entries, String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.entries = entries;
    }

    @Override
    protected @Nullable Key getPosition(KeyValue value) {
        return entries.get(Key.of(value));
    }

    @Override
    protected @Nullable Key removeDocument(KeyValue value) {
        return entries.remove(Key.of(value));
    }

    @Override
    protected boolean putKeyPosition(KeyValue value, Key position) {
        return entries.putIfAbsent(Key.of(value), position) == null;
    }

    /** The keys cannot be read back, so {@link StoreCollection} never asks an index for a regular expression. */
    @Override
    protected Iterable<Map.Entry<KeyValue, Key>> getIterable() {
        throw new UnsupportedOperationException("Entries of " + this + " cannot be listed");
    }

    @Override
    public long getCount() {
        return entries.sizeAsLong();
    }

    @Override
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public long getDataSize() {
        return 0;
    }
}
