package org.citestream.platform.store;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * All documents of a collection in the order of their keys, read a slice at a time: no version of the store is held
 * between slices, and a document is met at most once however the collection changes meanwhile.
 */
final class CollectionScan implements Iterator<CollectionScan.Entry> {

    record Entry(Key key, byte[] bson) {}

    private static final int SLICE = 100;

    private final MVMap<Key, byte[]> documents;
    private final boolean descending;
    private final Queue<Entry> slice = new ArrayDeque<>(SLICE);
    private @Nullable Key last;
    private boolean exhausted;

    private CollectionScan(MVMap<Key, byte[]> documents, boolean descending) {
        this.documents = documents;
        this.descending = descending;
    }

    static Stream<Entry> of(MVMap<Key, byte[]> documents) {
        return stream(new CollectionScan(documents, false));
    }

    static Stream<Entry> descending(MVMap<Key, byte[]> documents) {
        return stream(new CollectionScan(documents, true));
    }

    private static Stream<Entry> stream(CollectionScan scan) {
        int characteristics = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(scan, characteristics), false);
    }

    @Override
    public boolean hasNext() {
        if (slice.isEmpty() && !exhausted) {
            readSlice();
        }
        return !slice.isEmpty();
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return slice.remove();
    }

    private void readSlice() {
        Cursor<Key, byte[]> cursor = documents.cursor(last, null, descending);
        while (slice.size() < SLICE && cursor.hasNext()) {
            Key key = cursor.next();
            if (!key.equals(last)) {
                slice.add(new Entry(key, cursor.getValue()));
            }
        }
        exhausted = slice.isEmpty();
        for (Entry entry : slice) {
            last = entry.key();
        }
    }
}
