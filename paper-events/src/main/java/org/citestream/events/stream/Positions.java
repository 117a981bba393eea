package org.citestream.events.stream;

import java.util.Map;
import java.util.OptionalLong;

/** Where a reader stands in each partition of its topic. */
sealed interface Positions permits DurablePositions, PositionsInMemory {

    /** The next position, or empty at the start of the partition. */
    OptionalLong find(int partition);

    /** All before these positions has been handled. */
    void save(Map<Integer, Long> nextByPartition);
}
