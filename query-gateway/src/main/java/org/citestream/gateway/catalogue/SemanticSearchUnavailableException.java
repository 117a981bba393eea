package org.citestream.gateway.catalogue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** There is no model here to compare a text with papers. */
public final class SemanticSearchUnavailableException extends RuntimeException {

    SemanticSearchUnavailableException(List<String> ofText, Set<String> ofPapers) {
        super("There is no search by meaning here, since a text can be embedded by " + String.join(" or ", ofText)
                + " alone, and the papers are embedded by " + String.join(", ", new TreeSet<>(ofPapers))
                + "; search with mode=text.");
    }

    SemanticSearchUnavailableException() {
        super("There is no search by meaning here, since the embedding model cannot be used; search with mode=text.");
    }
}
