package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A record whose key begins with a paper id; that id alone chooses the partition. */
public sealed interface PaperRecord extends Event permits Identified, VersionedRecord, RankEvent {

    /** The paper id, from 1 on. */
    int id();

    @Override
    @JsonIgnore
    default String recordKey() {
        return Integer.toString(id());
    }
}
