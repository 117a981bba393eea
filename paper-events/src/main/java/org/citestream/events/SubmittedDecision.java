package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Objects;

/**
 * What an operator has decided of two source records: that they are of one paper, or of two. The latest decision on the same two
 * counts, and it counts more than what the records say.
 *
 * @param verdict the decision
 * @param one key of a record, {@code SOURCE:…}; of the two the one that comes first in the order of characters
 * @param other key of another record
 * @param feed the feed it came by
 * @param acceptedAt when it was accepted
 */
public record SubmittedDecision(Verdict verdict, String one, String other, String feed, Instant acceptedAt)
        implements Submission {

    /** Whether two records are of one paper. */
    public enum Verdict {
        /** They are. */
        @JsonProperty("same")
        SAME,
        /** They are not. */
        @JsonProperty("different")
        DIFFERENT,
        /** It is for the records to say; an earlier decision is taken back. */
        @JsonProperty("open")
        OPEN
    }

    public SubmittedDecision {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(one, "one");
        Objects.requireNonNull(other, "other");
        Objects.requireNonNull(feed, "feed");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
        if (one.compareTo(other) >= 0) {
            throw new IllegalArgumentException("not two records in their order: " + one + " and " + other);
        }
    }

    /** A decision on two records, in whichever order. */
    public static SubmittedDecision on(String one, String other, Verdict verdict, String feed, Instant acceptedAt) {
        return one.compareTo(other) < 0
                ? new SubmittedDecision(verdict, one, other, feed, acceptedAt)
                : new SubmittedDecision(verdict, other, one, feed, acceptedAt);
    }

    @Override
    public String source() {
        return "operator";
    }

    @Override
    public String recordKey() {
        return "decision\t" + one + "\t" + other;
    }

    @Override
    public String contentHash() {
        return verdict.name();
    }
}
