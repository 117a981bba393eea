package org.citestream.events;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** A record that says all there is to say of its key, under a version that only grows: of two with the same key the one with the higher version counts. */
public sealed interface VersionedRecord extends PaperRecord
        permits PaperEvent, ReferencesEvent, SummaryEvent, EmbeddingEvent {

    /** Grows by each change of content, from 1 on. */
    long version();

    /** By paper the one with the highest version, of records that have the paper alone as their key. */
    static <V extends VersionedRecord> Map<Integer, V> newest(Collection<V> records) {
        Map<Integer, V> newest = new TreeMap<>();
        records.forEach(
                each -> newest.merge(each.id(), each, (one, other) -> one.version() > other.version() ? one : other));
        return newest;
    }
}
