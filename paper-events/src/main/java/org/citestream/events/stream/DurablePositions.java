package org.citestream.events.stream;

import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;

/** Positions in the database of the service. */
record DurablePositions(PositionStore store, String reader, String topic, Uuid topicId) implements Positions {

    @Override
    public OptionalLong find(int partition) {
        return store.find(reader, topic, topicId, partition);
    }

    @Override
    public void save(int partition, long next) {
        store.save(reader, topic, topicId, partition, next);
    }
}
