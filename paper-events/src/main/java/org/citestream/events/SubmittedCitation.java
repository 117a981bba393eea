package org.citestream.events;

import java.time.Instant;
import java.util.Objects;

/**
 * A citation that a source states apart from the papers; either of them may arrive before or after it.
 *
 * @param source the source
 * @param citing identity key of the citing paper, {@code doi:…} or {@code SOURCE:…}
 * @param cited identity key of the cited paper
 * @param feed the feed it came by
 * @param acceptedAt when it was accepted
 */
public record SubmittedCitation(String source, String citing, String cited, String feed, Instant acceptedAt)
        implements Submission {

    public SubmittedCitation {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(citing, "citing");
        Objects.requireNonNull(cited, "cited");
        Objects.requireNonNull(feed, "feed");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
    }

    @Override
    public String recordKey() {
        return "citation\t" + source + "\t" + citing + "\t" + cited;
    }

    @Override
    public String contentHash() {
        return "cites";
    }
}
