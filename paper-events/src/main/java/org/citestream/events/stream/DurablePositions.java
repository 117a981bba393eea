package org.citestream.events.stream;

import java.util.Map;
import java.util.OptionalLong;

/** Positions in the database of the service. */
record DurablePositions(PositionStore store, String reader, String topic, String topicId) implements Positions {

    @Override
    public OptionalLong find(int partition) {
        return store.find(reader, topic, topicId, partition);
    }

    @Override
    public void save(Map<Integer, Long> nextByPartition) {
        store.save(reader, topic, topicId, nextByPartition);
    }
}
