package org.citestream.summary.work;

/** What there is to do for a paper. */
public enum WorkKind {
    SUMMARY("open-summaries"),
    EMBEDDING("open-embeddings");

    private final String collection;

    WorkKind(String collection) {
        this.collection = collection;
    }

    String collection() {
        return collection;
    }
}
