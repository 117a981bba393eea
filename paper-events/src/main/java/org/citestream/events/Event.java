package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A record of one of the {@linkplain Topics topics}: the whole state of its key, not a change of it. */
public sealed interface Event permits Submission, PaperRecord, RankEpoch {

    /** The key under which the topic is compacted. */
    @JsonIgnore
    String recordKey();

    /**
     * What the CloudEvents header {@code ce_id} says: the key and what distinguishes this state of it from the others, so
     * that the same state sent twice has the same id.
     */
    @JsonIgnore
    String eventId();
}
