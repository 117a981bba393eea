package org.citestream.ingest.assembly;

import java.time.Instant;
import org.citestream.events.Identified;
import org.jspecify.annotations.Nullable;

/**
 * The submission that led to a change of a paper.
 *
 * @param at when it was accepted
 * @param feed the feed that brought it, or null where it was said of another paper
 */
record Cause(Instant at, @Nullable String feed) {

    static final Cause UNKNOWN = new Cause(Instant.EPOCH, null);

    static Cause of(Identified event) {
        return new Cause(
                event.acceptedAt(),
                event instanceof Identified.Said said ? said.submission().feed() : null);
    }
}
