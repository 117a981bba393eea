package org.citestream.gateway.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.citestream.gateway.view.PaperView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Leaves of a view what was asked for. */
@Component
class Fields {

    /** Everything that a view can be asked for. */
    static final List<String> OF_A_VIEW = List.of(
            "id",
            "status",
            "keys",
            "title",
            "authors",
            "venue",
            "year",
            "doi",
            "url",
            "abstract",
            "abstractSource",
            "abstractLicence",
            "sources",
            "summary",
            "summaryStatus",
            "summaryReason",
            "pagerank",
            "rank",
            "percentile",
            "citations",
            "references",
            "similar",
            "freshness",
            "asOf");

    private final JsonMapper mapper;

    Fields(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** The fields named, or all where none is. */
    static Set<String> read(@Nullable String fields) {
        return Parameters.names("fields", fields, OF_A_VIEW);
    }

    /** What was asked for; of an earlier moment also which that is. */
    ObjectNode of(PaperView view, Set<String> fields) {
        ObjectNode tree = mapper.valueToTree(view);
        if (fields.isEmpty()) {
            return tree;
        }
        Set<String> kept = new HashSet<>(fields);
        kept.add("asOf");
        return tree.retain(kept);
    }

    /** Adds something to a view. */
    void expand(ObjectNode view, String name, Object value) {
        view.set(name, mapper.valueToTree(value));
    }
}
