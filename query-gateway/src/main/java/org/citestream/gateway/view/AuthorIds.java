package org.citestream.gateway.view;

import java.util.List;
import org.citestream.gateway.index.CitationIndex;
import org.springframework.stereotype.Service;

/** Where an author is found who is no longer known by an id that was given before. */
@Service
public class AuthorIds {

    private final CitationIndex citations;

    AuthorIds(CitationIndex citations) {
        this.citations = citations;
    }

    /**
     * The ids of those who go by an id that no paper bears now: one where an ORCID iD has become known since, more where
     * several people of one name have iDs, none where nobody was ever known by it.
     */
    public List<String> insteadOf(String id) {
        return citations.authorsKnownAs(id);
    }
}
