package org.citestream.events;

import java.time.Instant;
import java.util.Objects;

/**
 * A source takes back what it said of a paper.
 *
 * @param source the source
 * @param key its key of the paper
 * @param feed the feed it came by
 * @param acceptedAt when it was accepted
 */
public record SubmittedWithdrawal(String source, String key, String feed, Instant acceptedAt) implements Submission {

    public SubmittedWithdrawal {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(feed, "feed");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
    }

    @Override
    public String recordKey() {
        return source + ":" + key;
    }

    @Override
    public String contentHash() {
        return "withdrawn";
    }
}
