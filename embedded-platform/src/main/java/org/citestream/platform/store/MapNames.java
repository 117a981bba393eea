package org.citestream.platform.store;

import java.util.Optional;

/** How the maps of the file are called. A database's name has no dot, so names cannot be mistaken for one another. */
final class MapNames {

    private static final String DOCUMENTS = "documents:";
    private static final String INDEX = "index:";

    private MapNames() {}

    static String documents(String database, String collection) {
        return DOCUMENTS + database + "." + collection;
    }

    static String index(String database, String collection, String index) {
        return INDEX + database + "." + collection + ":" + index;
    }

    static boolean isIndex(String map) {
        return map.startsWith(INDEX);
    }

    /** The database that a map of documents belongs to. */
    static Optional<String> database(String map) {
        return map.startsWith(DOCUMENTS)
                ? Optional.of(map.substring(DOCUMENTS.length(), map.indexOf('.')))
                : Optional.empty();
    }
}
