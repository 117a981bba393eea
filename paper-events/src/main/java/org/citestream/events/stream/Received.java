package org.citestream.events.stream;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.citestream.events.Event;
import org.citestream.events.VersionedRecord;

/**
 * A record as it was read.
 *
 * @param partition where it was read
 * @param offset where it was read
 * @param event what it says
 * @param <E> the records of the topic
 */
public record Received<E extends Event>(int partition, long offset, E event) {

    /**
     * By paper the record with the highest version, of records that have the paper alone as their key; of several with that version the last, which is
     * the one that compaction keeps.
     */
    public static <V extends VersionedRecord> Map<Integer, Received<V>> newest(List<Received<V>> batch) {
        Map<Integer, Received<V>> newest = new TreeMap<>();
        for (Received<V> each : batch) {
            newest.merge(
                    each.event().id(),
                    each,
                    (one, other) -> one.event().version() > other.event().version() ? one : other);
        }
        return newest;
    }
}
