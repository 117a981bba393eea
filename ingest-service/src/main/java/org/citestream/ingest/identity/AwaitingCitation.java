package org.citestream.ingest.identity;

import java.time.Instant;
import org.citestream.events.Identified;
import org.citestream.events.SubmittedCitation;

/**
 * A citation whose citing paper is not known yet.
 *
 * @param version offset of its submission
 * @param source who states it
 * @param citing key of the citing paper, which is awaited
 * @param cited key of the cited paper
 * @param feed the feed it came by
 * @param acceptedAt when it was accepted
 */
public record AwaitingCitation(
        long version, String source, String citing, String cited, String feed, Instant acceptedAt) {

    public static AwaitingCitation of(SubmittedCitation citation, long version) {
        return new AwaitingCitation(
                version,
                citation.source(),
                citation.citing(),
                citation.cited(),
                citation.feed(),
                citation.acceptedAt());
    }

    /** What its citing paper is told. */
    public Identified.Said of(int citingPaper) {
        return Identified.Said.of(
                citingPaper, version, 0, new SubmittedCitation(source, citing, cited, feed, acceptedAt));
    }
}
