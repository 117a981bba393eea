package org.citestream.events.stream;

import java.util.OptionalLong;

/** Positions in the database of the service. */
record DurablePositions(PositionStore store, String reader, String topic, String topicId) implements Positions {

    @Override
    public OptionalLong find(int partition) {
        return store.find(reader, topic, topicId, partition);
    }

    @Override
    public void save(int partition, long next) {
        store.save(reader, topic, topicId, partition, next);
    }
}
