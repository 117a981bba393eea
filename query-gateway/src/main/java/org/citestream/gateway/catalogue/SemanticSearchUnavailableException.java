package org.citestream.gateway.catalogue;

/** There is no model here to compare a text with papers. */
public final class SemanticSearchUnavailableException extends RuntimeException {

    SemanticSearchUnavailableException() {
        super("There is no search by meaning here, since the embedding model cannot be used; search with mode=text.");
    }
}
