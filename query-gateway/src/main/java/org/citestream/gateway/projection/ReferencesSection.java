package org.citestream.gateway.projection;

import org.bson.Document;
import org.citestream.events.ReferencesEvent;

/**
 * The section {@code references} of a view. Lists and counts come from the index in memory; this is kept for what reads whole
 * documents.
 *
 * @param origin the record it was made of
 * @param references what the record said
 */
record ReferencesSection(Origin origin, ReferencesEvent references) {

    static final String NAME = "references";

    Document document() {
        return origin.section()
                .append("cited", references.cited())
                .append("self", references.self())
                .append("unresolved", references.unresolved())
                .append("selfLoops", references.dropped().selfLoops())
                .append("repeated", references.dropped().repeated())
                .append("acceptedAt", references.acceptedAt().toString());
    }
}
