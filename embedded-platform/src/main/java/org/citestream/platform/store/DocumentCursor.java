package org.citestream.platform.store;

import de.bwaldvogel.mongo.backend.Cursor;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What is left of an answer, read on as the client asks for it. */
final class DocumentCursor implements Cursor {

    /** What the client takes if it does not say how many. */
    private static final int DEFAULT_BATCH = 1000;

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
        while (batch.size() < count && documents.hasNext()) {
            batch.add(documents.next());
        }
        return batch;
    }
}
