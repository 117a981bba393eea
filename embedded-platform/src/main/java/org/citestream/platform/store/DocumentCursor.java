package org.citestream.platform.store;

import de.bwaldvogel.mongo.backend.Cursor;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is left of an answer, read on as the client asks for it. */
final class DocumentCursor implements Cursor {

    /** What the client gets if it does not say how many. */
    static final int DEFAULT_BATCH = 1000;

    /** Well below the 48 MB that a message may have, since it is an estimate. */
    private static final int MAX_BATCH_BYTES = 16 * 1024 * 1024;

    private final long id;
    private final Iterator<Document> documents;

    DocumentCursor(long id, Iterator<Document> documents) {
        this.id = id;
        this.documents = documents;
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public synchronized boolean isEmpty() {
        return !documents.hasNext();
    }

    @Override
    public synchronized List<Document> takeDocuments(int wanted) {
        int count = wanted > 0 ? wanted : DEFAULT_BATCH;
        List<Document> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < count && bytes < MAX_BATCH_BYTES && documents.hasNext()) {
            Document document = documents.next();
            batch.add(document);
            bytes += estimatedBytes(document);
        }
        return batch;
    }

    private static long estimatedBytes(@Nullable Object value) {
        return switch (value) {
            case String string -> string.length();
            case BinData bytes -> bytes.getData().length;
            case Document document -> {
                long bytes = 0;
                for (Map.Entry<String, Object> field : document.entrySet()) {
                    bytes += field.getKey().length() + estimatedBytes(field.getValue());
                }
                yield bytes;
            }
            case Collection<?> values ->
                values.stream().mapToLong(DocumentCursor::estimatedBytes).sum();
            case null, default -> 16;
        };
    }
}
