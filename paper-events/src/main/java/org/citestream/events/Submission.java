package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/**
 * What a source says, or an operator decides: the latest record of its key in that source. Its version is its offset in {@code submissions}, which
 * grows with every record of the same key.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SubmittedPaper.class, name = "paper"),
    @JsonSubTypes.Type(value = SubmittedWithdrawal.class, name = "withdrawal"),
    @JsonSubTypes.Type(value = SubmittedCitation.class, name = "citation"),
    @JsonSubTypes.Type(value = SubmittedDecision.class, name = "decision")
})
public sealed interface Submission extends Event
        permits SubmittedPaper, SubmittedWithdrawal, SubmittedCitation, SubmittedDecision {

    /** The source whose word this is, such as {@code dblp}: lower-case letters, digits and hyphens. */
    String source();

    /** The feed it came by, such as {@code api} or {@code import}. */
    String feed();

    /** When it was accepted. Every later record that follows from this one carries the moment on. */
    Instant acceptedAt();

    /** Hash over what the source says, the feed and the moment of acceptance aside: equal exactly for equal content. */
    @JsonIgnore
    String contentHash();

    @Override
    @JsonIgnore
    default String eventId() {
        return eventId(contentHash());
    }

    /** The {@linkplain #eventId() id} of a content whose hash is known. */
    default String eventId(String contentHash) {
        return recordKey() + "#" + contentHash;
    }
}
