package org.citestream.gateway.live;

import java.util.Set;
import org.citestream.gateway.index.CitationIndex;
import org.jspecify.annotations.Nullable;

/**
 * What a follower wants to hear of.
 *
 * @param kinds of these kinds; of all where it is empty
 * @param venue only of papers of this venue, or null
 * @param author only of papers of this author, or null
 * @param paper only of this paper, or null
 */
public record LiveFilter(
        Set<LiveEvent.Kind> kinds,
        @Nullable String venue,
        @Nullable String author,
        @Nullable Integer paper) {

    /** Whether an event is wanted. */
    public boolean admits(LiveEvent event, CitationIndex citations) {
        return (kinds.isEmpty() || kinds.contains(event.kind()))
                && (venue == null || venue.equalsIgnoreCase(event.venue()))
                && (author == null || citations.isBy(event.paper(), author))
                && (paper == null || paper == event.paper());
    }
}
