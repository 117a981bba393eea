package org.citestream.events.stream;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Positions that go with the state in memory: after a restart both begin anew. */
record PositionsInMemory(Map<Integer, Long> next) implements Positions {

    PositionsInMemory() {
        this(new ConcurrentHashMap<>());
    }

    @Override
    public OptionalLong find(int partition) {
        Long position = next.get(partition);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    @Override
    public void save(Map<Integer, Long> nextByPartition) {
        next.putAll(nextByPartition);
    }
}
